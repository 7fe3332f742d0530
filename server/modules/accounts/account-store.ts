import { type Connection, Schema, trusted } from 'mongoose'
import { newId } from '../../kernel/ids.ts'
import { type AggregateStore, aggregateSchema, createAggregateStore, type Filter, FLUSHED, PLAIN } from '../../store/aggregate-store.ts'
import type { Organisation } from './organisation.ts'
import type { Person } from './person.ts'

export interface OrganisationStore extends AggregateStore<Organisation> {
  withCreditCode(code: string): Promise<Organisation | undefined>
  inVerification(state: Organisation['verification']): Promise<Organisation[]>
  /** In the order of ids, those after the cursor. */
  page(search: { verification: Organisation['verification'] | undefined }, cursor: string, limit: number): Promise<Organisation[]>
  /** Id → name, for whoever prints one. */
  names(ids: readonly string[]): Promise<Map<string, string>>
}

/** `text` is looked for in names, and in addresses for those who may see them all. */
export interface PeopleSearch {
  organisation: string | undefined
  membership: Person['membership'] | undefined
  text: string
  addresses: boolean
}

export interface PersonStore extends AggregateStore<Person> {
  withEmail(email: string): Promise<Person | undefined>
  withResetHash(hash: string): Promise<Person | undefined>
  /** Its members; those who ask to join are not among them. */
  ofOrganisation(organisation: string): Promise<Person[]>
  page(search: PeopleSearch, cursor: string, limit: number): Promise<Person[]>
  withRole(role: Person['roles'][number]): Promise<Person[]>
  names(ids: readonly string[]): Promise<Map<string, string>>
}

export interface Session { id: string; person: string; startedAt: Date; endsAt: Date; epoch: number }

/** A row for each session makes a token that is still valid revocable. */
export interface SessionStore {
  /** `epoch`: the person's `sessionEpoch` at that moment. */
  start(person: string, now: Date, endsAt: Date, epoch?: number): Promise<Session>
  find(id: string): Promise<Session | undefined>
  end(id: string): Promise<void>
  endAllOf(person: string): Promise<void>
}

const organisationSchema = aggregateSchema({
  name: String, kind: String, creditCode: { type: String, unique: true }, district: String, park: String, about: String,
  verification: { type: String, index: true }, verificationReason: String, source: String,
})

const personSchema = aggregateSchema({
  email: { type: String, unique: true }, name: String, passwordHash: String, organisation: { type: String, index: true },
  roles: { type: [String], index: true },
  preferences: new Schema({ locale: String, digest: String, topics: Schema.Types.Mixed, pausedUntil: String, timeZone: String }, PLAIN),
  demo: Boolean, active: Boolean, membership: String, sessionEpoch: Number,
  reset: new Schema({ hash: { type: String, index: true }, endsAt: Date }, PLAIN),
})

export function createOrganisationStore(connection: Connection): OrganisationStore {
  const base = createAggregateStore<Organisation>(connection, 'organisations', organisationSchema)
  return {
    ...base,
    withCreditCode: async (creditCode) => (await base.list({ creditCode }))[0],
    inVerification: (verification) => base.list({ verification }),
    page: ({ verification }, cursor, limit) => base.list({ ...given({ verification }), ...after(cursor) }, { limit }),
    names: async (ids) => namesOf(await base.findMany([...new Set(ids)])),
  }
}

export function createPersonStore(connection: Connection): PersonStore {
  const base = createAggregateStore<Person>(connection, 'people', personSchema)
  return {
    ...base,
    withEmail: async (email) => (await base.list({ email: email.trim().toLowerCase() }))[0],
    withResetHash: async (hash) => (await base.list({ 'reset.hash': hash }))[0],
    ofOrganisation: (organisation) => base.list({ organisation, membership: 'member' }),
    page: ({ organisation, membership, text, addresses }, cursor, limit) =>
      base.list({ ...given({ organisation, membership }), ...containing(text, addresses), ...after(cursor) }, { limit }),
    withRole: (role) => base.list({ roles: role, active: true }),
    names: async (ids) => namesOf(await base.findMany([...new Set(ids)])),
  }
}

const given = (filter: Filter): Filter => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
const after = (cursor: string): Filter => (cursor === '' ? {} : { _id: trusted({ $gt: cursor }) })

/** What was typed stands for itself: no patterns. */
function containing(text: string, addresses: boolean): Filter {
  if (text === '') return {}
  const like = trusted({ $regex: text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), $options: 'i' })
  return addresses ? { $or: [{ name: like }, { email: like }] } : { name: like }
}

const namesOf = (found: { id: string; name: string }[]): Map<string, string> => new Map(found.map(({ id, name }) => [id, name]))

interface SessionRow extends Omit<Session, 'id'> { _id: string }

export function createSessionStore(connection: Connection): SessionStore {
  const schema = new Schema(
    { _id: String, person: { type: String, index: true }, startedAt: Date, endsAt: Date, epoch: Number }, { versionKey: false },
  )
  schema.index({ endsAt: 1 }, { expireAfterSeconds: 0 })
  const rows = connection.model<SessionRow>('sessions', schema as never, 'sessions')
  return {
    async start(person, now, endsAt, epoch = 0) {
      const row = { person, startedAt: now, endsAt, epoch }
      const id = newId()
      await rows.create([{ _id: id, ...row }], { writeConcern: FLUSHED } as never)
      return { id, ...row }
    },
    async find(id) {
      const row = await rows.findById(id).lean()
      return row ? { id: row._id, person: row.person, startedAt: row.startedAt, endsAt: row.endsAt, epoch: row.epoch } : undefined
    },
    end: async (id) => void (await rows.deleteOne({ _id: id })),
    endAllOf: async (person) => void (await rows.deleteMany({ person })),
  }
}
