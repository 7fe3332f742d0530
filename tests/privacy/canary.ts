import { CAST } from '../../seed/demo/people.ts'
import { done } from '../../server/kernel/outcome.ts'
import { hashPassword } from '../../server/modules/accounts/passwords.ts'
import type { Need, Objection } from '../../server/modules/competition/need.ts'
import { completeBid } from '../bids/bid-steps.ts'
import { publishedNeed } from '../needs/published-need.ts'
import type { TestApp } from '../support/app.ts'
import type { Client } from '../support/client.ts'

export const NAME = '金丝雀'
export const EMAIL = 'canary.q7x@jianghai.example'
export const PHONE = '139-0000-7531'
export const PASSWORD = 'a tide of forty metres'

export interface Canary { id: string; client: Client; need: string; team: string }

/** A person who leaves their name, address and telephone number wherever a person can. */
export async function canary(app: TestApp): Promise<Canary> {
  const id = await invited(app)
  const need = await publishedNeed(app)
  const client = await signedIn(app, id)
  const team = await leadsTeam(client)
  await asksForThings(app, client)
  await client.api('POST', `/needs/${need}/bids`, completeBid())
  await decides(app, id, need)
  await app.settle()
  return { id, client, need, team }
}

async function invited(app: TestApp): Promise<string> {
  const administrator = await app.as('administrator')
  await administrator.api('POST', '/organisations/org-jianghai/invitations', { name: NAME, email: EMAIL, roles: ['researcher', 'reviewer'] })
  await app.settle()
  const [registration] = await app.services.registrations.list({ email: EMAIL })
  const id = registration?.id ?? ''
  const passwordHash = await hashPassword(PASSWORD)
  await app.services.people.insert({
    id, revision: 0, events: [], email: EMAIL, name: NAME, passwordHash, organisation: 'org-jianghai', membership: 'member',
    roles: ['researcher', 'reviewer'], preferences: { locale: 'zh-CN', digest: 'daily' }, demo: false, active: true, sessionEpoch: 0, reset: null,
  })
  return id
}

async function signedIn(app: TestApp, id: string): Promise<Client> {
  await app.anonymous.api('POST', '/sessions', { email: EMAIL, password: 'a wrong password' })
  await app.anonymous.api('POST', '/sessions', { email: EMAIL, password: PASSWORD })
  return app.as(id as `person-${string}`)
}

async function leadsTeam(client: Client): Promise<string> {
  const text = `${NAME} 的团队，电话 ${PHONE}，邮箱 ${EMAIL.toUpperCase()}`
  const answer = await client.api('POST', '/teams', { name: `${NAME}团队`, profile: text, keywords: [NAME], tracks: ['low-altitude'], district: '', capacity: 2, members: [] })
  return answer.json<{ id: string }>().id
}

async function asksForThings(app: TestApp, client: Client): Promise<void> {
  await client.api('POST', '/people/me/profile', { name: NAME, locale: 'zh-CN', digest: 'daily' })
  await client.api('POST', '/people/me/second-factor/offer', { currentPassword: PASSWORD })
  await app.anonymous.api('POST', '/people/password-resets', { email: EMAIL })
  await app.anonymous.api('POST', '/people', { name: NAME, email: EMAIL, creditCode: '91320600MA00000000' })
  await app.services.resetRequests.add(EMAIL, app.clock.now())
}

/** Decisions of other people's competitions that hold their words. */
async function decides(app: TestApp, id: string, need: string): Promise<void> {
  const { needs, verdicts, scoreSheets, notices, clock } = app.services
  const now = clock.now()
  const text = `${NAME}（${PHONE}）认为评审有误`
  const objection: Objection = {
    id: 'objection-canary', person: id, organisation: 'org-jianghai', realName: NAME, text, filedAt: now, status: 'dismissed', answer: '不成立', decidedBy: CAST.officer,
  }
  const others: Objection = { ...objection, id: 'objection-other', person: CAST.stranger, realName: '恽之', text: '理由' }
  const seat = { person: id, organisation: 'org-jianghai', conflict: 'declared' as const, reason: `${NAME} 与投标方同门`, submitted: false }
  await needs.decide(need, (one: Need) => done({ ...one, objections: [objection, others], panel: [seat], revision: one.revision + 1 }))
  await verdicts.insert({ id: `v-${id}`, revision: 1, events: [], need, subject: 'team-x', side: 'team', kind: 'not-for-me', reason: text, by: id })
  const marks = [{ bid: 'bid-x', scores: [], comment: text }]
  await scoreSheets.insert({ id: `${need}:${id}`, revision: 1, events: [], need, reviewer: id, marks, final: marks, handedInAt: now })
  await app.services.questions.insert({
    id: `q-${id}`, revision: 1, events: [], need, asker: id, text: `${NAME} 想问`, shown: `${NAME} 想问`, status: 'answered', reason: '', answer: '答', askedAt: now,
    releasedAt: now, answeredAt: now,
  })
  await app.services.follows.follow(id, need, now)
  const told = { person: id, event: 'need-published', place: 'need', need, organisation: null, at: now, facts: { reason: text }, readAt: null } as const
  // One in the clear, one that is kept sealed.
  await notices.keep({ ...told, id: `n-${id}`, to: 'objector' })
  await notices.keep({ ...told, id: `s-${id}`, to: 'bidder' })
  const mail = { to: id, template: 'account-security', model: { what: 'new-device', device: NAME, at: now } }
  await app.services.outbox.queue({ ...mail, id: `m-${id}` })
  await app.services.outbox.queue({ ...mail, id: `sealed-${id}`, privacy: 'sealed' })
}
