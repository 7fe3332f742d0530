import type { Connection } from 'mongoose'
import type { OutboxMail } from '../../mail/outbox-store.ts'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { KeptNotice } from '../digests/notice-store.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import { openedNotice } from '../sealing/sealed-notices.ts'
import { openedTrace } from '../sealing/sealed-outbox.ts'
import { sealedTagRange } from '../sealing/sealed-tag.ts'

type Stored = Record<string, unknown> & { _id: string }
/** A sealed row, opened: whose it is, since when it is there, and what its person may be given of it. */
interface SealedRow { id: string; person: string; at: Date; shown: Record<string, unknown> }
export type SealedCollection = keyof typeof OPENERS

/** Notices and mail about bids: their rows say neither whose they are nor when, so each has to be opened to know. */
export interface SealedRowsStore {
  ofPerson(collection: SealedCollection, person: string): Promise<SealedRow['shown'][]>
  deleteOf(person: string): Promise<void>
  /** Deletes what was written before a moment; mail that still waits stays. Returns how many. */
  deleteBefore(collection: SealedCollection, before: Date): Promise<number>
}

const OPENERS = {
  notices(key: Buffer, row: Stored): SealedRow | undefined {
    const notice = openedNotice(key, { ...row, id: row._id } as unknown as KeptNotice)
    return notice && { id: row._id, person: notice.person, at: notice.at, shown: { ...notice, _id: notice.id } }
  },
  outbox(key: Buffer, row: Stored): SealedRow | undefined {
    const mail = { ...row, id: row._id } as unknown as OutboxMail
    const trace = openedTrace(key, mail)
    // When it was sent is kept nowhere: the time would tell which rows belong together.
    return trace && { id: row._id, person: trace.to, at: trace.queuedAt, shown: { _id: row._id, template: trace.template, state: mail.state, queuedAt: trace.queuedAt } }
  },
}
const COLLECTIONS = Object.keys(OPENERS) as SealedCollection[]
/** Rows deleted by one command. */
const BATCH = 500

export function createSealedRowsStore(connection: Connection, vault: Pick<KeyVault, 'workKeys'>): SealedRowsStore {
  const rowsOf = (collection: SealedCollection) => connection.collection<Stored>(collection)

  async function* opened(collection: SealedCollection, filter: object = {}): AsyncGenerator<SealedRow> {
    const { notices: key } = await vault.workKeys()
    for await (const row of rowsOf(collection).find({ _id: sealedTagRange, ...filter } as never)) {
      const sealed = OPENERS[collection](key, row)
      if (sealed) yield sealed
    }
  }

  async function deleteAll(collection: SealedCollection, rows: AsyncGenerator<SealedRow>, wanted: (row: SealedRow) => boolean): Promise<number> {
    const ids: string[] = []
    for await (const row of rows) if (wanted(row)) ids.push(row.id)
    for (let start = 0; start < ids.length; start += BATCH) {
      await rowsOf(collection).deleteMany({ _id: { $in: ids.slice(start, start + BATCH) } } as never, { writeConcern: FLUSHED })
    }
    return ids.length
  }

  return {
    async ofPerson(collection, person) {
      const found: SealedRow['shown'][] = []
      for await (const row of opened(collection)) if (row.person === person) found.push(row.shown)
      return found
    },
    async deleteOf(person) {
      for (const collection of COLLECTIONS) await deleteAll(collection, opened(collection), (row) => row.person === person)
    },
    deleteBefore: (collection, before) =>
      deleteAll(collection, opened(collection, collection === 'outbox' ? { state: { $ne: 'waiting' } } : {}), (row) => row.at < before),
  }
}
