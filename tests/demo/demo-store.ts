import type { Test } from 'tap'
import { type App, buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import { loadRegion } from '../../server/region.ts'
import { openStore, temporaryFolder } from '../support/store.ts'

export const NOW = new Date('2026-11-23T01:00:00Z')

export interface EmptyApp extends App { folder: string; clock: MovableClock }

/** The application as main.ts starts it on an empty store, before the demonstration is loaded. */
export async function emptyApp(t: Test, environment: Record<string, string> = {}): Promise<EmptyApp> {
  const folder = await temporaryFolder(t)
  const connection = await openStore(t, folder)
  const clock = new MovableClock(NOW)
  const config = readConfig({ JWT_SECRET: 'a secret that only tests ever use', LOG_LEVEL: 'silent', DEMO: '1', DATA_DIR: folder, ...environment })
  const app = await buildApp({ config, connection, clock, rateLimits: false })
  t.teardown(() => app.close())
  await loadRegion(app.services)
  return { ...app, folder, clock }
}

const LOADED = ['organisations', 'people', 'teams', 'achievements', 'counters', 'needs', 'questions', 'experts', 'scoresheets', 'verdicts', 'saved-searches', 'demo']

/** Everything the loader writes, in an order of its own; salted hashes of passwords, signatures and roots are left out, bids are unsealed. */
export async function everything({ services }: Pick<App, 'services'>): Promise<Record<string, unknown[]>> {
  const rows = LOADED.map(async (name) => {
    const found = await services.connection.collection(name).find().toArray()
    const plain = found.map(({ passwordHash: _hash, ...row }) => JSON.parse(JSON.stringify(row, withoutRoots)) as { _id: string })
    return [name, plain.sort((a, b) => (a._id < b._id ? -1 : 1))] as const
  })
  return { ...Object.fromEntries(await Promise.all(rows)), bids: await bidsOf(services) }
}

/** What fills a closing's list up is made with the keys of its database. */
const withoutRoots = (key: string, value: unknown): unknown => (key === 'receiptsRoot' && value !== null ? 'a root' : value)

async function bidsOf({ bids }: App['services']): Promise<unknown[]> {
  const whole = await Promise.all((await bids.all()).map((one) => bids.own(one.id, one.organisation)))
  const unsigned = whole.map((bid) => ({ ...bid, receipt: bid?.receipt && { ...bid.receipt, after: '', signature: '' } }))
  return (JSON.parse(JSON.stringify(unsigned)) as { id: string }[]).sort((a, b) => (a.id < b.id ? -1 : 1))
}
