import { type Connection, Schema, trusted } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { Audience, Place } from './notice-rule.ts'
import type { NoticeEvent } from './notices.ts'

/** One thing one person was told: in their inbox, and by the mail of the same id. */
export interface KeptNotice {
  /** `<event id>:<person>:<audience>`, or by state for what is said once per state. */
  id: string
  person: string
  event: NoticeEvent
  to: Audience
  place: Place
  /** What it is about: a need, or an organisation and its people. */
  need: string | null
  organisation: string | null
  at: Date
  /** What the sentence says besides the need: a reason, the hash of a receipt, what waits. */
  facts: Record<string, string>
  /** Still unread while null. */
  readAt: Date | null
}

export interface NoticeStore {
  /** Nothing happens when it is there already. */
  keep(notice: KeptNotice): Promise<void>
  find(id: string): Promise<KeptNotice | undefined>
  /** Newest first. */
  of(person: string, limit: number): Promise<KeptNotice[]>
  unread(person: string): Promise<number>
  readAll(person: string, until: Date, now: Date): Promise<void>
  /** False when it is not theirs. */
  read(person: string, id: string, now: Date): Promise<boolean>
  /** Who was asked to take a late matter up: need → person, since when it counts. The newest of each need. */
  escalations(needs: readonly string[]): Promise<Map<string, { person: string; at: Date }>>
}

type Row = Omit<KeptNotice, 'id'> & { _id: string }

export function createNoticeStore(connection: Connection): NoticeStore {
  const rows = connection.model<Row>('notices', noticeSchema(), 'notices')
  return {
    async keep({ id, ...notice }) {
      // An inbox that was read must not become unread when an event is handled again.
      await rows.updateOne({ _id: id }, { $setOnInsert: notice }, { upsert: true, writeConcern: FLUSHED } as never)
    },
    find: async (id) => noticesIn([await rows.findById(id).lean()])[0],
    of: async (person, limit) => noticesIn(await rows.find({ person }).sort({ at: -1, _id: 1 }).limit(limit).lean()),
    unread: (person) => rows.countDocuments({ person, readAt: null }),
    async readAll(person, until, now) {
      await rows.updateMany({ person, readAt: null, at: trusted({ $lte: until }) }, { $set: { readAt: now } })
    },
    async read(person, id, now) {
      if (!(await rows.exists({ _id: id, person }))) return false
      await rows.updateOne({ _id: id, person, readAt: null }, { $set: { readAt: now } })
      return true
    },
    async escalations(needs) {
      const found = await rows.find({ event: 'staff-late', need: trusted({ $in: [...needs] }) as never }).sort({ at: 1, _id: 1 }).lean()
      return new Map(noticesIn(found).map(({ need, person, at }) => [need ?? '', { person, at }]))
    },
  }
}

function noticeSchema(): Schema<Row> {
  const schema = new Schema({
    _id: String, person: String, event: String, to: String, place: String, need: String, organisation: String, at: Date, facts: Schema.Types.Mixed, readAt: Date,
  }, { versionKey: false, minimize: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ person: 1, at: -1 })
  schema.index({ person: 1, readAt: 1 })
  schema.index({ event: 1, need: 1 })
  return schema as never
}

const noticesIn = (found: unknown[]): KeptNotice[] =>
  (found as (Row | null)[]).filter((row) => row !== null).map(({ _id, ...rest }) => ({ id: _id, ...rest }))
