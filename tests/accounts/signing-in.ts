import { TOTP } from 'otpauth'
import { CAST, type Part, personOf } from '../../seed/demo/people.ts'
import { hashPassword } from '../../server/modules/accounts/passwords.ts'
import type { TestApp } from '../support/app.ts'
import type { Client } from '../support/client.ts'

export const PASSWORD = 'a tide of forty metres'
export const emailOf = (who: Part): string => personOf(CAST[who]).email

/** Gives one of the cast a password. */
export async function givePassword({ services }: TestApp, ...parts: Part[]): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD)
  for (const who of parts) {
    await services.people.decide(CAST[who], (person) => ({ ok: true, value: { ...person, passwordHash, revision: person.revision + 1 } }))
  }
}

export interface Session { token: string; refreshToken: string; tokenEndsAt: string; refreshEndsAt: string; endsAt: string }

export async function signInByApi({ anonymous }: TestApp, who: Part, code = ''): Promise<Session> {
  return (await anonymous.api('POST', '/sessions', { email: emailOf(who), password: PASSWORD, code })).json<Session>()
}

/** The code an app would show for this key at this moment. */
export const codeFor = (key: string, now: Date): string =>
  new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret: key.replaceAll(' ', '') }).generate({ timestamp: now.getTime() })

/** Sets a second factor up as a person does with an app; returns its key and the recovery codes. */
export async function enrolByApi(app: TestApp, client: Client): Promise<{ key: string; recoveryCodes: string[] }> {
  const { key } = (await client.api('POST', '/people/me/second-factor/offer', { currentPassword: PASSWORD })).json<{ key: string }>()
  const { recoveryCodes } = (await client.api('POST', '/people/me/second-factor', { code: codeFor(key, app.clock.now()) })).json<{ recoveryCodes: string[] }>()
  return { key, recoveryCodes }
}
