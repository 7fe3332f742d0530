import { type Connection, Schema, trusted } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore, type Filter, PLAIN } from '../../store/aggregate-store.ts'
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
  /** Those for whom one administrator has proposed roles, the longest waiting first. */
  withRoleProposal(): Promise<Person[]>
  withRole(role: Person['roles'][number]): Promise<Person[]>
  names(ids: readonly string[]): Promise<Map<string, string>>
}

const organisationSchema = aggregateSchema({
  name: String, kind: String, creditCode: { type: String, unique: true }, district: String, park: String, about: String,
  verification: { type: String, index: true }, verificationReason: String, source: String,
})

const personSchema = aggregateSchema({
  email: { type: String, unique: true }, name: String, passwordHash: String, organisation: { type: String, index: true },
  roles: { type: [String], index: true },
  noticeShown: new Schema({ version: String, at: Date }, PLAIN),
  roleProposal: new Schema({ roles: [String], by: String, at: { type: Date, index: true } }, PLAIN),
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
    withRoleProposal: () => base.list({ 'roleProposal.at': trusted({ $type: 'date' }) }, { sort: { 'roleProposal.at': 1 } }),
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
