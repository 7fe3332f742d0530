import type { LightMyRequestResponse } from 'fastify'
import { CAST, type Part } from '../../seed/demo/people.ts'
import { buildApp, type App } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { loadDemo } from '../../server/demo/demo-loader.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import type { MailTransport, OutgoingMail } from '../../server/mail/mail-transport.ts'
import { loadRegion } from '../../server/region.ts'
import { START } from '../support/app.ts'
import { type Client, clientFor } from '../support/client.ts'
import { openStore, temporaryFolder, type Teardown } from '../support/store.ts'
import { completeBid } from '../bids/bid-steps.ts'
import { completeNeed } from '../needs/need-content.ts'
import { canary, plantCanaries } from './canaries.ts'
import type { Places } from './samples.ts'

const FAR_AWAY = new Date('2099-01-01T00:00:00Z')
/** The smallest file of an accepted type, with a bird in it. */
const PDF = Buffer.from(`%PDF-1.4\n% ${canary('bid.file', 'bid-file')}\n%%EOF\n`)

export interface FullScene extends App {
  clock: MovableClock
  mails: OutgoingMail[]
  logged: string[]
  places: Places
  /** `null` is a stranger without an account. */
  tokenOf(who: Part | null): Promise<string | undefined>
  as(who: Part | null): Promise<Client>
}

/** The demonstration's texts are one for the whole process. */
let planted = false

/** The demonstration with a bird in every sealed or private field, and what it lacks: invitations, files, letters, imports. */
export async function fullScene(t: Teardown, environment: Record<string, string> = {}): Promise<FullScene> {
  if (!planted) plantCanaries()
  planted = true
  const [mails, logged]: [OutgoingMail[], string[]] = [[], []]
  const transport: MailTransport = { send: async (mail) => { mails.push(mail) }, close: () => undefined }
  const folder = await temporaryFolder(t)
  const connection = await openStore(t, folder)
  const clock = new MovableClock(START)
  const config = readConfig({ JWT_SECRET: 'a secret that only tests ever use', LOG_LEVEL: 'trace', DEMO: '1', DATA_DIR: folder, ...environment })
  const app = await quietly(() => buildApp({ config, connection, clock, transport, rateLimits: false }), logged)
  t.teardown(() => app.close())
  await loadRegion(app.services)
  await loadDemo(app.services, clock.now())
  await app.background.settle()
  const tokenOf = (who: Part | null): Promise<string | undefined> => tokenFor(app, clock, who)
  const as = async (who: Part | null): Promise<Client> => clientFor(app.http, await tokenOf(who))
  const more = await addWhatIsMissing(as)
  await app.background.settle()
  return { ...app, clock, mails, logged, tokenOf, as, places: { ...(await placesOf(app)), ...more } }
}

/** Keeps every line of the log instead of printing it. */
async function quietly(build: () => Promise<App>, lines: string[]): Promise<App> {
  const app = await build()
  const log = app.http.log as unknown as Record<symbol, unknown>
  const stream = Object.getOwnPropertySymbols(log).find((symbol) => symbol.description === 'pino.stream')
  if (!stream) throw new Error('this version of pino keeps its stream elsewhere')
  log[stream] = { write: (line: string) => { lines.push(line) } }
  return app
}

async function tokenFor(app: App, clock: MovableClock, who: Part | null): Promise<string | undefined> {
  if (!who) return undefined
  const { id } = await app.services.sessions.start(CAST[who], clock.now(), FAR_AWAY)
  return app.http.jwt.sign({ sid: id })
}

/** One need in each state and every one that has something special, so that a run is not longer than it has to be. */
async function placesOf({ services }: App): Promise<Omit<Places, keyof Missing>> {
  const needs = await services.needs.list({})
  const bids = await services.bids.all()
  const statuses = new Map(needs.map((need) => [need.status, need.id]))
  const [questions, experts, leaves] = await Promise.all([services.questions.list({}), services.experts.list({}), services.audit.visible({}, undefined, 2)])
  const told = await Promise.all([CAST.researcher, CAST.owner, CAST.officer].map((one) => services.notices.of(one, 1)))
  const sealed = needs.filter((need) => bids.some((bid) => bid.need === need.id) && !need.minutes)
  return {
    needs: [...new Set([...statuses.values(), ...sealed.map(({ id }) => id)])],
    bids: bids.map(({ id }) => id),
    organisations: ['org-haiyue', 'org-jianghai', 'org-chaoqi', 'org-bureau'], people: Object.values(CAST).slice(0, 12),
    teams: ['team-mooring'], achievements: ['ach-rope-fatigue'], parks: ['haian-kfq'],
    hashes: [...bids.flatMap(({ receipt }) => receipt?.hash ?? []).slice(0, 3), '0'.repeat(64)],
    notices: told.flat().map(({ id }) => id), questions: questions.slice(0, 3).map(({ id }) => id), experts: experts.slice(0, 2).map(({ id }) => id),
    leaves: [...leaves.map(({ leaf }) => leaf), '0'.repeat(64)],
  }
}

type Missing = Pick<Places, 'imports' | 'invitations' | 'tokens' | 'files' | 'mails' | 'searches' | 'plans' | 'sessions' | 'policyNotices'>

async function addWhatIsMissing(as: (who: Part) => Promise<Client>): Promise<Missing> {
  const [owner, manager, officer, researcher] = [await as('owner'), await as('manager'), await as('officer'), await as('thirdResearcher')]
  const draft = answered(await owner.api('POST', '/needs', completeNeed({ summary: canary('need.summary', 'new-draft'), annex: canary('need.annex', 'new-draft') })), 201)
  const withFile = answered(await owner.api('POST', `/needs/${draft.id}/attachments`, { name: `${canary('need.file', draft.id)}.pdf`, content: PDF.toString('base64') }))
  const song = canary('bid.content', 'new-bid')
  const bid = answered(await researcher.api('POST', '/needs/need-mooring/bids', completeBid({ route: song, plan: song, team: song })), 201)
  const sealed = answered(await researcher.api('POST', `/bids/${bid.id}/attachments`, { name: `${canary('bid.content', 'new-bid')}.pdf`, content: PDF.toString('base64') }))
  const invited = answered(await manager.api('POST', '/organisations/org-haiyue/invitations', { email: 'kanarienvogel@invited.example', name: canary('invitation', 'org-haiyue'), roles: ['issuer'] }), 201)
  const rows = Buffer.from(`name,summary\n${canary('import.rows', 'new-import')},x\n`)
  const job = answered(await officer.api('POST', '/imports', { kind: 'achievements', organisation: 'org-jianghai', fileName: `${canary('import.rows', 'new-import')}.csv`, content: rows.toString('base64') }), 201)
  const plan = answered(await officer.api('POST', '/invitation-plans', {}), 201)
  const lost = canary('policy-notice.withdrawn', 'new-notice')
  const policy = answered(await officer.api('POST', '/policy-notices', { title: lost, authority: lost, summary: lost }), 201)
  answered(await officer.api('POST', `/policy-notices/${policy.id}/withdrawal`, { reason: lost }))
  answered(await researcher.api('POST', '/searches', { name: canary('search.saved', 'thirdResearcher'), q: '海缆' }), 201)
  const searches = (await researcher.api('GET', '/searches')).json<{ items: { id: string }[] }>().items.map(({ id }) => id)
  await (await as('stranger')).api('POST', '/people/password-resets', { email: 'gu.cheng@jianghai.example' })
  return { imports: [job.id], invitations: [invited.id], tokens: ['a-token-nobody-was-given'], mails: ['no-such-mail'], searches, plans: [plan.id], sessions: ['no-such-session'], policyNotices: ['policy-joint-research', policy.id], files: [...filesOf(withFile), ...filesOf(sealed)] }
}

interface Answer { id: string; detail?: { attachments: { id: string }[] }; content?: { attachments: { id: string }[] } }
const filesOf = ({ detail, content }: Answer): string[] => [...(detail?.attachments ?? []), ...(content?.attachments ?? [])].map(({ id }) => id)

function answered(response: LightMyRequestResponse, status = 200): Answer {
  if (response.statusCode !== status) throw new Error(`the scene cannot be set: ${response.statusCode} ${response.body}`)
  return response.json() as Answer
}
