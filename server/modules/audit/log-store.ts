import type { Connection } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { ReadNode, TreeNode } from './merkle-tree.ts'
import type { SignedHead } from './signed-head.ts'

/** A head with the place in the journal up to which it speaks for everything. */
export interface KeptHead extends SignedHead { upTo: number }

/** What goes into the next head, written down before it is done: whoever repeats it does the same. */
export interface LogBatch { size: number; from: number; upTo: number; padding: number; at: Date }

/** The tree over the audit rows and its signed heads. */
export interface LogStore {
  read: ReadNode
  keepNodes(nodes: readonly TreeNode[]): Promise<void>
  lastHead(): Promise<KeptHead | undefined>
  head(size: number): Promise<KeptHead | undefined>
  /** False when there is one of that size. */
  keepHead(head: KeptHead): Promise<boolean>
  /** Newest first. */
  heads(limit: number): Promise<KeptHead[]>
  /** The batch after the head of `size`, if somebody has begun it. */
  batch(size: number): Promise<LogBatch | undefined>
  /** The first to begin it decides what is in it. */
  beginBatch(batch: LogBatch): Promise<LogBatch>
}

type Keyed<T> = Omit<T, 'size'> & { _id: number }
const flushed = { writeConcern: FLUSHED }
const keyOf = (level: number, index: number): string => `${level}.${index}`

export function createLogStore(connection: Connection): LogStore {
  const nodes = connection.collection<{ _id: string; hash: string }>('log_nodes')
  const heads = connection.collection<Keyed<KeptHead>>('log_heads')
  const batches = connection.collection<Keyed<LogBatch>>('log_batches')
  const headOf = (found: Keyed<KeptHead> | null): KeptHead | undefined => found ? (({ _id, ...rest }) => ({ size: _id, ...rest }))(found) : undefined
  const batchOf = (found: Keyed<LogBatch> | null): LogBatch | undefined => found ? (({ _id, ...rest }) => ({ size: _id, ...rest }))(found) : undefined
  return {
    async read(level, index) {
      const found = await nodes.findOne({ _id: keyOf(level, index) })
      if (!found) throw new Error(`the log has no node ${keyOf(level, index)}`)
      return found.hash
    },
    async keepNodes(fresh) {
      const writes = fresh.map(({ level, index, hash }) => ({ updateOne: { filter: { _id: keyOf(level, index) }, update: { $set: { hash } }, upsert: true } }))
      if (writes.length > 0) await nodes.bulkWrite(writes, flushed)
    },
    lastHead: async () => headOf((await heads.find().sort({ _id: -1 }).limit(1).toArray())[0] ?? null),
    head: async (size) => headOf(await heads.findOne({ _id: size })),
    async keepHead({ size, ...head }) {
      return (await heads.updateOne({ _id: size }, { $setOnInsert: head }, { upsert: true, ...flushed })).upsertedCount === 1
    },
    heads: async (limit) => (await heads.find().sort({ _id: -1 }).limit(limit).toArray()).flatMap((one) => headOf(one) ?? []),
    batch: async (size) => batchOf(await batches.findOne({ _id: size })),
    async beginBatch({ size, ...batch }) {
      await batches.updateOne({ _id: size }, { $setOnInsert: batch }, { upsert: true, ...flushed })
      return batchOf(await batches.findOne({ _id: size })) ?? { size, ...batch }
    },
  }
}
