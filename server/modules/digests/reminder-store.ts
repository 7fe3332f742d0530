import { type Connection, Schema, trusted } from 'mongoose'
import { FLUSHED } from '../../store/aggregate-store.ts'
import type { Reminder, ReminderKind } from './reminder.ts'

/** A reminder as a row: when it is due, and what became of it. `dropped`: what it would have said was no longer so. */
export interface PlannedReminder {
  /** `<subject>:<what>:<time>`: derived from the state, so planning it again is once. */
  id: string
  what: ReminderKind
  need: string
  /** The need itself, or a question about it. */
  subject: string
  at: Date
  state: 'waiting' | 'told' | 'dropped'
}

export interface ReminderStore {
  /** What one subject has to be reminded of from now on; what waited and is not among it is dropped. */
  plan(about: { need: string; subject: string }, reminders: readonly Reminder[]): Promise<void>
  /** The longest due first. */
  due(now: Date, limit: number): Promise<PlannedReminder[]>
  settle(id: string, state: 'told' | 'dropped'): Promise<void>
}

type Row = Omit<PlannedReminder, 'id'> & { _id: string }
export const reminderId = (subject: string, { what, at }: Pick<Reminder, 'what' | 'at'>): string => `${subject}:${what}:${at.getTime()}`

export function createReminderStore(connection: Connection): ReminderStore {
  const schema = new Schema<Row>({
    _id: String, what: String, need: String, subject: { type: String, index: true }, at: Date, state: String,
  }, { versionKey: false, strict: 'throw', strictQuery: 'throw' })
  schema.index({ state: 1, at: 1, _id: 1 })
  const rows = connection.model<Row>('reminders', schema, 'reminders')
  const flushed = { writeConcern: FLUSHED } as never
  return {
    async plan({ need, subject }, reminders) {
      const ids = reminders.map((one) => reminderId(subject, one))
      for (const one of reminders) {
        const row = { need, subject, what: one.what, at: one.at, state: 'waiting' as const }
        await rows.updateOne({ _id: reminderId(subject, one) }, { $setOnInsert: row }, { upsert: true, writeConcern: FLUSHED } as never)
      }
      // What had become pointless may be so no longer: a request was made, answered and made again.
      await rows.updateMany({ subject, state: 'dropped', _id: trusted({ $in: ids }) as never }, { $set: { state: 'waiting' } }, flushed)
      await rows.updateMany({ subject, state: 'waiting', _id: trusted({ $nin: ids }) as never }, { $set: { state: 'dropped' } }, flushed)
    },
    async due(now, limit) {
      const found = await rows.find({ state: 'waiting', at: trusted({ $lte: now }) }).sort({ at: 1, _id: 1 }).limit(limit).lean()
      return (found as Row[]).map(({ _id, ...rest }) => ({ id: _id, ...rest }))
    },
    async settle(id, state) {
      await rows.updateOne({ _id: id, state: 'waiting' }, { $set: { state } }, flushed)
    },
  }
}
