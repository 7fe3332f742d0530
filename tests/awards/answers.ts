import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import type { App } from '../../server/app.ts'
import type { Client } from '../support/client.ts'

export const codeOf = (response: LightMyRequestResponse): string => (response.json() as { code: string }).code

/** A form and its JSON twin are refused alike: the status, the code, and the page shown again where there is one. */
export async function refusedBoth(
  t: Test, who: Client, where: { form: string; page: string; api: string }, values: { form: object; api: object }, status: number, code: string,
): Promise<LightMyRequestResponse> {
  const call = await who.api('POST', where.api, values.api)
  t.match([call.statusCode, codeOf(call)], [status, code], `${code} by the API`)
  const shown = await who.submit(where.form, values.form, { page: where.page })
  t.equal(shown.statusCode, status, `${code} by the form`)
  t.match(shown.body, 'class="error-summary"', `${code} is explained`)
  return shown
}

/** Everybody acts at the same moment: one is answered 200, the others 409; answers the codes of those. */
export async function oneOf(t: Test, calls: (() => Promise<LightMyRequestResponse>)[]): Promise<string[]> {
  const answers = await Promise.all(calls.map((call) => call()))
  t.same(answers.map((one) => one.statusCode).sort(), [200, ...calls.slice(1).map(() => 409)])
  return answers.filter((one) => one.statusCode === 409).map(codeOf)
}

/** How often something happened to a need, as its own journal tells. */
export async function happened(app: App, need: string, type: string): Promise<number> {
  const found = await app.services.needs.find(need)
  return found?.events.filter((event) => event.type === type).length ?? 0
}

/** The page in both languages: each answers, and they differ. */
export async function bothLanguages(t: Test, who: Client, path: string): Promise<{ zh: string; en: string }> {
  const [zh, en] = [await who.get(`${path}?lang=zh-CN`), await who.get(`${path}?lang=en`)]
  t.same([zh.statusCode, en.statusCode], [200, 200], path)
  t.match(zh.body, '<html lang="zh-CN">')
  t.match(en.body, '<html lang="en">')
  return { zh: zh.body, en: en.body }
}

/** Rights to a page and an action: strangers are asked to sign in, everybody else does not find it. */
export async function notTheirs(t: Test, app: { anonymous: Client }, others: Record<string, Client>, where: { page?: string; form: string; api: string }, body: object): Promise<void> {
  const { page, form, api } = where
  if (page) t.equal((await app.anonymous.get(page)).statusCode, 303, 'a stranger is asked to sign in')
  t.equal((await app.anonymous.api('POST', api, body)).statusCode, 401, 'a stranger has no token')
  for (const [name, client] of Object.entries(others)) {
    if (page) t.equal((await client.get(page)).statusCode, 404, `${name} does not find the page`)
    t.equal((await client.api('POST', api, body)).statusCode, 404, `${name} does not find the action`)
    t.equal((await client.submit(form, body, { page: '/needs/new' })).statusCode >= 400, true, `${name} cannot send the form`)
  }
}
