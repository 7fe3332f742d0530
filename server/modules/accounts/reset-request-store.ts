import { type Connection, Schema } from 'mongoose'
import { newId } from '../../kernel/ids.ts'
import { FLUSHED } from '../../store/aggregate-store.ts'

/** Somebody asked for a new password. Whether there is such a person is looked up later, so that the answer takes the same time. */
export interface ResetRequest { id: string; email: string; at: Date }

export interface ResetRequestStore {
  add(email: string, at: Date): Promise<void>
  waiting(): Promise<ResetRequest[]>
  remove(id: string): Promise<void>
}

const BATCH = 50

export function createResetRequestStore(connection: Connection): ResetRequestStore {
  const rows = connection.model('reset_requests', new Schema({ _id: String, email: String, at: Date }, { versionKey: false }), 'reset_requests')
  return {
    async add(email, at) {
      await rows.create([{ _id: newId(), email: email.trim().toLowerCase(), at }], { writeConcern: FLUSHED } as never)
    },
    async waiting() {
      const found = await rows.find().sort({ at: 1 }).limit(BATCH).lean() as unknown as { _id: string; email: string; at: Date }[]
      return found.map(({ _id, email, at }) => ({ id: _id, email, at }))
    },
    remove: async (id) => void (await rows.deleteOne({ _id: id })),
  }
}
