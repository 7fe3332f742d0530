import { type Connection, Schema, trusted } from 'mongoose'
import { newId } from '../../kernel/ids.ts'
import { FLUSHED, PLAIN } from '../../store/aggregate-store.ts'

/** The refresh token that counts now. `generation` grows with each one given out; `endsAt`: unused until then, it is over. */
export interface Refresh { hash: string; generation: number; rotatedAt: Date; endsAt: Date }

export interface Session {
  id: string
  person: string
  startedAt: Date
  /** Over then, however much it is used. */
  endsAt: Date
  /** The person's `sessionEpoch` at the start. */
  epoch: number
  /** Browser and system, as a person would name them; no address, no full user agent. */
  device: string
  lastUsedAt: Date
  /** Began with a one-time code beside the password. */
  twoFactor: boolean
  refresh: Refresh | null
}

export type SessionDetails = Pick<Session, 'device' | 'twoFactor'>

/** A row for each session makes a token that is still valid revocable. */
export interface SessionStore {
  start(person: string, now: Date, endsAt: Date, epoch?: number, details?: SessionDetails): Promise<Session>
  find(id: string): Promise<Session | undefined>
  /** True for exactly one of those who come with the same token. */
  rotate(session: Session, next: Refresh): Promise<boolean>
  /** This session has two factors from now on, and is the only one left. */
  strengthen(person: string, id: string): Promise<void>
  /** Last used first. */
  of(person: string): Promise<Session[]>
  end(id: string): Promise<void>
  endAllOf(person: string): Promise<void>
  /** Returns false when there is no such session of theirs. */
  endOneOf(person: string, id: string): Promise<boolean>
}

type Row = Omit<Session, 'id'> & { _id: string }

export function createSessionStore(connection: Connection): SessionStore {
  const rows = connection.model<Row>('sessions', sessionSchema(), 'sessions')
  return {
    async start(person, now, endsAt, epoch = 0, { device, twoFactor } = { device: '', twoFactor: false }) {
      const row = { person, startedAt: now, endsAt, epoch, device, twoFactor, lastUsedAt: now, refresh: null }
      const id = newId()
      await rows.create([{ _id: id, ...row }], { writeConcern: FLUSHED } as never)
      return { id, ...row }
    },
    async find(id) {
      return sessionsOf([await rows.findById(id).lean()])[0]
    },
    async rotate({ id, refresh }, next) {
      const condition = { _id: id, ...(refresh ? { 'refresh.hash': refresh.hash } : { refresh: null }) }
      const change = { $set: { refresh: next, lastUsedAt: next.rotatedAt } }
      return (await rows.updateOne(condition, change, { writeConcern: FLUSHED })).matchedCount === 1
    },
    async strengthen(person, id) {
      await rows.updateOne({ _id: id, person }, { $set: { twoFactor: true } }, { writeConcern: FLUSHED })
      await rows.deleteMany({ person, _id: trusted({ $ne: id }) as never })
    },
    of: async (person) => sessionsOf(await rows.find({ person }).sort({ lastUsedAt: -1, _id: 1 }).lean()),
    end: async (id) => void (await rows.deleteOne({ _id: id })),
    endAllOf: async (person) => void (await rows.deleteMany({ person })),
    endOneOf: async (person, id) => (await rows.deleteOne({ _id: id, person })).deletedCount === 1,
  }
}

function sessionSchema(): Schema<Row> {
  const refresh = new Schema({ hash: String, generation: Number, rotatedAt: Date, endsAt: Date }, PLAIN)
  const schema = new Schema({
    _id: String, person: { type: String, index: true }, startedAt: Date, endsAt: Date, epoch: Number, device: String, lastUsedAt: Date,
    twoFactor: Boolean, refresh: { type: refresh, default: null },
  }, { versionKey: false, strict: 'throw' })
  schema.index({ endsAt: 1 }, { expireAfterSeconds: 0 })
  return schema as never
}

/** Rows from before a field existed get what a session without it was. */
function sessionsOf(found: unknown[]): Session[] {
  const absent = { device: '', twoFactor: false, refresh: null }
  return (found as (Row | null)[]).filter((row) => row !== null)
    .map(({ _id, ...row }) => ({ id: _id, ...absent, ...row, lastUsedAt: row.lastUsedAt ?? row.startedAt }))
}
