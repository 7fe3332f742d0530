import { type Connection, trusted } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import { uniqueSource } from '../../store/bulk-store.ts'
import type { Team } from './team.ts'

const teamSchema = aggregateSchema({
  name: String, organisation: { type: String, index: true }, lead: { type: String, index: true }, members: { type: [String], index: true },
  profile: String, keywords: [String], tracks: [String], district: String, capacity: Number, delivered: Number, source: String,
  changedAt: Date,
})
uniqueSource(teamSchema)

export interface TeamStore extends AggregateStore<Team> {
  /** Teams somebody leads or belongs to. */
  withMember(person: string): Promise<Team[]>
  /** Teams that any of these people lead or belong to. */
  withMembers(people: readonly string[]): Promise<Team[]>
  ofOrganisation(organisation: string): Promise<Team[]>
  /** All teams in the order of their ids, starting after one. */
  after(id: string, limit: number): Promise<Team[]>
  /** What the list shows without an index. No tracks are no condition. */
  page(tracks: readonly string[], skip: number, limit: number): Promise<{ found: Team[]; total: number }>
  names(ids: readonly string[]): Promise<Map<string, string>>
}

export function createTeamStore(connection: Connection): TeamStore {
  const base = createAggregateStore<Team>(connection, 'teams', teamSchema)
  return {
    ...base,
    withMember: (person) => base.list({ members: person }),
    withMembers: (people) => base.list({ members: trusted({ $in: [...people] }) }),
    ofOrganisation: (organisation) => base.list({ organisation }),
    after: (id, limit) => base.list({ _id: trusted({ $gt: id }) }, { limit }),
    async page(tracks, skip, limit) {
      const filter = tracks.length > 0 ? { tracks: trusted({ $in: [...tracks] }) } : {}
      const [found, total] = await Promise.all([base.list(filter, { skip, limit }), base.count(filter)])
      return { found, total }
    },
    names: async (ids) => new Map((await base.findMany([...new Set(ids)])).map(({ id, name }) => [id, name])),
  }
}
