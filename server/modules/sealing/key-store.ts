import type { Connection } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'

/**
 * A private key as the database keeps it: wrapped under the master key that `wrappedBy` names. `data` is the root of the
 * keys the server works with, `signing` signs receipts and heads of the log, `need:<id>` opens the bids of one need.
 */
export interface KeyRow {
  id: string
  publicKey: string
  /** Emptied when it is destroyed. */
  wrapped: string
  wrappedBy: string
  /** The deadline it was wrapped for; authenticated with it. */
  notBefore: Date | null
  /** Sealed confirmations of the opening. */
  confirmations: string[]
  /** No hand-in counts any more whose deadline is not later than this. */
  intakeEnded: Date | null
}

export interface KeyStore {
  find(id: string): Promise<KeyRow | undefined>
  /** False when it is there already. */
  insert(row: KeyRow): Promise<boolean>
  /** Replaces one wrapping by another; false when somebody else was faster. */
  rewrap(row: KeyRow, next: Pick<KeyRow, 'wrapped' | 'wrappedBy' | 'notBefore'>): Promise<boolean>
  addConfirmation(id: string, sealed: string): Promise<void>
  /** Never back. */
  endIntake(id: string, deadline: Date): Promise<void>
  destroy(id: string): Promise<void>
  /** Those not wrapped under this master key. */
  otherThan(master: string, limit: number): Promise<KeyRow[]>
}

type Stored = Omit<KeyRow, 'id'> & { _id: string }
const DUPLICATE_KEY = 11_000
const flushed = { writeConcern: FLUSHED }

export function createKeyStore(connection: Connection): KeyStore {
  const rows = connection.collection<Stored>('keys')
  return {
    find: async (id) => rowsOf([await rows.findOne({ _id: id })])[0],
    async insert({ id, ...row }) {
      try {
        await rows.insertOne({ _id: id, ...row }, flushed)
        return true
      } catch (error) {
        if ((error as { code?: number }).code === DUPLICATE_KEY) return false
        throw error
      }
    },
    async rewrap({ id, wrapped }, next) {
      return (await rows.updateOne({ _id: id, wrapped }, { $set: next }, flushed)).matchedCount === 1
    },
    async addConfirmation(id, sealed) {
      await rows.updateOne({ _id: id }, { $push: { confirmations: sealed } }, flushed)
    },
    async endIntake(id, deadline) {
      await rows.updateOne({ _id: id }, { $max: { intakeEnded: deadline } }, flushed)
    },
    async destroy(id) {
      await rows.updateOne({ _id: id }, { $set: { wrapped: '' } }, flushed)
    },
    async otherThan(master, limit) {
      return rowsOf(await rows.find({ wrappedBy: { $ne: master }, wrapped: { $ne: '' } }).limit(limit).toArray())
    },
  }
}

const rowsOf = (found: (Stored | null)[]): KeyRow[] => found.filter((row) => row !== null).map(({ _id, ...rest }) => ({ id: _id, ...rest }))
