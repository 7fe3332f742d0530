import { type Connection, Schema } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore, FLUSHED, PLAIN } from '../../store/aggregate-store.ts'
import type { ImportJob } from './import-job.ts'

/** A row ready to be written: which thing it is, and what it says. */
export interface ImportRow { line: number; source: string; organisation: string; content: Record<string, unknown> }

export interface ImportStore extends AggregateStore<ImportJob> {
  newest(limit: number): Promise<ImportJob[]>
  running(): Promise<ImportJob[]>
  /** Lays the rows aside in batches, before the job that counts them is inserted. */
  layAside(importId: string, batches: readonly ImportRow[][]): Promise<void>
  batch(importId: string, position: number): Promise<ImportRow[]>
  /** The rows' texts are in the market now; their sources stay, so that followers find what was written. */
  forgetTexts(importId: string): Promise<void>
  /** The batches' sources, in order. */
  sources(importId: string): AsyncIterable<string[]>
  dropRows(importId: string): Promise<void>
  /** Which of these things people have decided on. Imports leave no events on them, so whoever is in the journal was touched. */
  touched(ids: readonly string[]): Promise<ReadonlySet<string>>
}

interface BatchRow { _id: string; import: string; position: number; sources: string[]; rows?: ImportRow[] }

const tally = new Schema({ created: Number, updated: Number, unchanged: Number, kept: Number }, PLAIN)

const importSchema = aggregateSchema({
  kind: String, fileName: String, digest: String, by: String, organisation: String, status: { type: String, index: true },
  startedAt: { type: Date, index: true }, rows: Number, encoding: String, ignored: [String],
  faults: [new Schema({ line: Number, column: String, key: String, cell: String }, PLAIN)],
  faultCount: Number, plan: tally, written: tally, position: Number, batches: Number, problem: String, finishedAt: Date,
})

export function createImportStore(connection: Connection): ImportStore {
  const base = createAggregateStore<ImportJob>(connection, 'imports', importSchema)
  const rows = connection.collection<BatchRow>('import-rows')
  const journal = connection.collection<{ _id: string; subject: string }>('journal')
  const nameOf = (importId: string, position: number): string => `${importId}.${position}`
  return {
    ...base,
    newest: (limit) => base.list({}, { sort: { startedAt: -1 }, limit }),
    running: () => base.list({ status: 'running' }, { sort: { startedAt: 1 } }),
    async layAside(importId, batches) {
      for (const [position, batch] of batches.entries()) {
        const row = { _id: nameOf(importId, position), import: importId, position, sources: batch.map((one) => one.source), rows: batch }
        await rows.insertOne(row, { writeConcern: FLUSHED } as never)
      }
    },
    batch: async (importId, position) => (await rows.findOne({ _id: nameOf(importId, position) }))?.rows ?? [],
    forgetTexts: async (importId) => void (await rows.updateMany({ import: importId }, { $unset: { rows: '' } })),
    async* sources(importId) {
      for (let position = 0; ; position += 1) {
        const found = await rows.findOne({ _id: nameOf(importId, position) }, { projection: { sources: 1 } })
        if (!found) return
        yield found.sources
      }
    },
    dropRows: async (importId) => void (await rows.deleteMany({ import: importId })),
    async touched(ids) {
      if (ids.length === 0) return new Set()
      const found = await journal.find({ subject: { $in: [...ids] } }, { projection: { subject: 1 } }).toArray()
      return new Set(found.map((entry) => entry.subject))
    },
  }
}
