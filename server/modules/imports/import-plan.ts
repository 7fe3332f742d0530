import type { Aggregate } from '../../kernel/events.ts'
import { NO_TALLY, sum, type Tally } from './import-job.ts'
import type { ImportRow } from './import-store.ts'
import type { ImportTarget } from './import-targets.ts'

/** Which of these things somebody has decided on since: a file never overwrites people's work. */
export type Touched = (ids: readonly string[]) => Promise<ReadonlySet<string>>

interface Plan<A> { create: ImportRow[]; update: { row: ImportRow; thing: A }[]; tally: Tally }

/** What a batch would do to the market as it is now. */
export async function planBatch<A extends Aggregate>(target: ImportTarget<A>, touched: Touched, rows: readonly ImportRow[]): Promise<Plan<A>> {
  const found = await target.store.withSource(rows.map((row) => row.source))
  const known = new Map(found.map((thing) => [(thing as unknown as { source: string }).source, thing]))
  const create = rows.filter((row) => !known.has(row.source))
  const changed = rows.flatMap((row) => {
    const thing = known.get(row.source)
    return thing && !target.says(thing, row) ? [{ row, thing }] : []
  })
  const mine = await touched(changed.map(({ thing }) => thing.id))
  const update = changed.filter(({ thing }) => target.isOpen(thing) && thing.events.length === 0 && !mine.has(thing.id))
  const unchanged = rows.length - create.length - changed.length
  return { create, update, tally: { created: create.length, updated: update.length, unchanged, kept: changed.length - update.length } }
}

export async function planAll<A extends Aggregate>(
  target: ImportTarget<A>, touched: Touched, batches: readonly (readonly ImportRow[])[],
): Promise<Tally> {
  let tally = NO_TALLY
  for (const batch of batches) tally = sum(tally, (await planBatch(target, touched, batch)).tally)
  return tally
}

/** Writes a batch. Repeating it finds its rows there and changes nothing. */
export async function writeBatch<A extends Aggregate>(
  target: ImportTarget<A>, touched: Touched, rows: readonly ImportRow[], by: string, now: Date,
): Promise<Tally> {
  const { create, update, tally } = await planBatch(target, touched, rows)
  const created = await target.store.insertMany(await target.make(create, by, now))
  const updated = await target.store.saveMany(update.map(({ row, thing }) => ({ before: thing, after: target.revise(thing, row, now) })))
  return { created, updated, unchanged: tally.unchanged + create.length - created, kept: tally.kept + update.length - updated }
}

const MAX_BATCH_ROWS = 500
/** A batch is one document on its way; those end at 16 MiB. */
const MAX_BATCH_CHARACTERS = 2_000_000

export function inBatches(rows: readonly ImportRow[]): ImportRow[][] {
  const batches: ImportRow[][] = []
  let size = Infinity
  for (const row of rows) {
    const length = JSON.stringify(row).length
    const last = batches.at(-1)
    if (!last || last.length >= MAX_BATCH_ROWS || size + length > MAX_BATCH_CHARACTERS) {
      batches.push([row])
      size = length
    } else {
      last.push(row)
      size += length
    }
  }
  return batches
}
