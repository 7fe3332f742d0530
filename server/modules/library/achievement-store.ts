import { type Connection, trusted } from 'mongoose'
import { type AggregateStore, aggregateSchema, createAggregateStore } from '../../store/aggregate-store.ts'
import { type BulkStore, createBulkStore, uniqueSource } from '../../store/bulk-store.ts'
import type { Achievement } from './achievement.ts'

const achievementSchema = aggregateSchema({
  title: String, summary: String, keywords: [String], teams: { type: [String], index: true }, tracks: [String], trl: Number,
  tier: String, evidence: String, offer: String, price: Number, organisation: { type: String, index: true }, published: Boolean,
  source: String, changedAt: Date,
})
uniqueSource(achievementSchema)

export interface AchievementStore extends AggregateStore<Achievement>, BulkStore<Achievement> {
  ofOrganisation(organisation: string): Promise<Achievement[]>
  /** What these teams made and everybody may read. */
  publishedOf(teams: readonly string[]): Promise<Achievement[]>
  /** Published achievements in the order of their ids, starting after one: pages through all of them. */
  publishedAfter(id: string, limit: number): Promise<Achievement[]>
  /** What the library shows without an index. No tracks are no condition. */
  publishedPage(tracks: readonly string[], skip: number, limit: number): Promise<{ found: Achievement[]; total: number }>
}

export function createAchievementStore(connection: Connection): AchievementStore {
  const base = createAggregateStore<Achievement>(connection, 'achievements', achievementSchema)
  return {
    ...base,
    ...createBulkStore<Achievement>(connection, 'achievements', base),
    ofOrganisation: (organisation) => base.list({ organisation }),
    publishedOf: (teams) => base.list({ teams: trusted({ $in: [...teams] }), published: true }),
    publishedAfter: (id, limit) => base.list({ _id: trusted({ $gt: id }), published: true }, { limit }),
    async publishedPage(tracks, skip, limit) {
      const filter = { published: true, ...(tracks.length > 0 ? { tracks: trusted({ $in: [...tracks] }) } : {}) }
      const [found, total] = await Promise.all([base.list(filter, { skip, limit }), base.count(filter)])
      return { found, total }
    },
  }
}
