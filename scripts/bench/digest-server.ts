import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ACHIEVEMENTS } from '../../seed/demo/achievements.ts'
import { NEEDS } from '../../seed/demo/needs.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { buildApp, type App } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import { loadRegion } from '../../server/region.ts'
import { openDatabase } from '../../server/store/database.ts'
import { rebuildSearch } from '../../server/modules/search/search-sources.ts'
import { memoryOf, type ProcessMemory } from './process-memory.ts'

/**
 * The measured process: the application as it is, with many people and many new needs, and digests that are due. Told
 * `fill`, it makes them and ends; what serves afterwards has not made them, and does not carry what making them took.
 */
const [dataDir = '', smtpUrl = '', people = '10000', needs = '200', order = ''] = process.argv.slice(2)
const NOW = new Date('2026-11-24T01:00:00Z')
const DAY = 86_400_000

/** Mulberry32, so that every run has the same market. */
let state = 20_261_127
function random(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T

/** Sentences of one thing and of another: alike enough to match, never the same. */
const blend = (a: string, b: string): string => [...a.split(/(?<=[。；，])/), ...b.split(/(?<=[。；，])/)].filter(() => random() < 0.6).join('') || a

async function fill({ services: { connection } }: App): Promise<void> {
  const fresh = { revision: 1, events: [], source: null }
  const put = async (name: string, rows: object[]): Promise<void> => {
    for (let from = 0; from < rows.length; from += 1000) await connection.collection(name).insertMany(rows.slice(from, from + 1000) as never)
  }
  const homes = ORGANISATIONS.filter((one) => one.kind !== 'enterprise').map((one) => one.id)
  await put('organisations', ORGANISATIONS.map(({ id, ...one }) => ({ _id: id, verificationReason: '', ...one, ...fresh })))
  const count = Number(people)
  await put('people', Array.from({ length: count }, (_, i) => ({
    _id: `p${i}`, email: `p${i}@d${i % 200}.example`, name: `研究者 ${i}`, passwordHash: '', organisation: pick(homes), membership: 'member', roles: ['researcher'],
    preferences: { locale: i % 10 === 0 ? 'en' : 'zh-CN', digest: 'daily' }, demo: false, active: true, sessionEpoch: 0, reset: null, ...fresh,
  })))
  const works = Array.from({ length: count }, () => [pick(ACHIEVEMENTS), pick(ACHIEVEMENTS)] as const)
  await put('teams', works.map(([a], i) => ({
    _id: `t${i}`, name: `${a.title.slice(0, 12)}团队 ${i}`, organisation: pick(homes), lead: `p${i}`, members: [`p${i}`], profile: a.summary, keywords: a.keywords,
    tracks: a.tracks, district: '', capacity: 2, delivered: 0, ...fresh,
  })))
  await put('achievements', works.map(([a, b], i) => ({
    _id: `a${i}`, title: `${a.title}（${i}）`, summary: blend(a.summary, b.summary), keywords: a.keywords, teams: [`t${i}`], tracks: a.tracks, trl: a.trl, tier: 'a',
    evidence: b.evidence, offer: '', price: null, organisation: pick(homes), published: true, ...fresh,
  })))
  await put('needs', Array.from({ length: Number(needs) }, (_, i) => {
    const [a, b] = [pick(NEEDS).content, pick(NEEDS).content]
    const content = { ...a, title: `${a.title}（${i}）`, summary: blend(a.summary, b.summary), deadline: new Date(NOW.getTime() + (10 + (i % 20)) * DAY), attachments: [] }
    return {
      _id: `n${i}`, number: `NT-2026-${i}`, organisation: 'org-haiyue', createdBy: 'p0', submittedBy: 'p0', content, contentVersion: 1, status: 'published',
      entered: { published: new Date(NOW.getTime() - DAY / 2) }, policy: null, remarks: [], reason: '', publishAt: null, withdrawalRequest: null, opening: [], minutes: null,
      panel: [], award: null, objections: [], contract: null, signingEnds: null, due: null, history: [], ...fresh,
    }
  }))
}

const config = readConfig({ DATA_DIR: dataDir, JWT_SECRET: 'only for measuring, never for use', LOG_LEVEL: 'silent', DEMO: '0', SMTP_URL: smtpUrl, MAIL_FROM: 'jiebang@jiebang.example' })
const store = await startEmbeddedMongo({ dataDir: join(dataDir, 'store') })
const app = await buildApp({ config, connection: await openDatabase(store.uri), clock: new MovableClock(NOW), rateLimits: false })
if (order === 'fill') {
  await loadRegion(app.services)
  await fill(app)
  await rebuildSearch(app.services)
  await app.close()
  await store.close()
  process.exit(0)
}
await app.http.listen({ port: 0, host: '127.0.0.1' })
process.send?.({ port: (app.http.server.address() as AddressInfo).port })

let most: ProcessMemory = { resident: 0, files: 0 }
setInterval(() => {
  const now = memoryOf('self')
  if (now.resident > most.resident) most = now
}, 100).unref()

process.on('message', (word) => {
  if (word === 'go') app.background.start()
  if (word === 'how') void app.services.outboxStore.counts().then((counts) => process.send?.({ counts, most, cpu: process.cpuUsage() }))
})
