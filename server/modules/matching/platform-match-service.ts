import type { Need } from '../competition/need.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import { isPublic } from '../competition/need-view.ts'
import type { Park, Platform } from '../parks/park.ts'
import type { EvidencePair } from './evidence.ts'
import type { Match, MatchAchievement, MatchNeed } from './match-types.ts'
import { matchPlatformOf, rankForEnterprise, rankPlatforms } from './platform-match.ts'
import type { RankingContext } from './ranker.ts'

export interface PlatformMatch { match: Match; platform: Platform; evidence: EvidencePair[] }
/** `need` is the one of the enterprise's needs that the platform meets best. */
export interface EnterprisePlatformMatch extends PlatformMatch { need: Need }

export interface PlatformMatching {
  /** Platforms for a need, best first. */
  platformsFor(need: Need, limit: number): Promise<PlatformMatch[]>
  /** Platforms for an enterprise by all its public needs, best first; empty as long as it has none. */
  platformsForEnterprise(organisation: string, limit: number): Promise<EnterprisePlatformMatch[]>
}

interface Parts {
  needs: Pick<NeedStore, 'ofOrganisation'>
  platforms: { list(): Promise<Platform[]> }
  parks: { findMany(ids: readonly string[]): Promise<Park[]> }
  /** How a need is compared, with the statistics and verdicts for it. */
  subjectOf(need: Need): Promise<{ wanted: MatchNeed; context: RankingContext }>
}

/** A region has dozens of platforms, so all are compared: no index is asked. */
export function createPlatformMatching({ needs, platforms, parks, subjectOf }: Parts): PlatformMatching {
  async function offered(): Promise<{ byId: Map<string, Platform>; items: MatchAchievement[] }> {
    const all = await platforms.list()
    const known = new Map((await parks.findMany(all.flatMap((one) => one.park ?? []))).map((park) => [park.id, park]))
    return { byId: new Map(all.map((one) => [one.id, one])), items: all.map((one) => matchPlatformOf(one, known.get(one.park ?? ''))) }
  }

  return {
    async platformsFor(need, limit) {
      const [{ wanted, context }, { byId, items }] = await Promise.all([subjectOf(need), offered()])
      return rankPlatforms(wanted, items, context).slice(0, limit).map((found) => ({ ...found, platform: byId.get(found.match.id)! }))
    },
    async platformsForEnterprise(organisation, limit) {
      const open = (await needs.ofOrganisation(organisation)).filter(isPublic)
      if (open.length === 0) return []
      const [subjects, { byId, items }] = await Promise.all([Promise.all(open.map(subjectOf)), offered()])
      const context = { ...subjects[0]!.context, verdicts: subjects.flatMap((one) => one.context.verdicts) }
      const ranked = rankForEnterprise(subjects.map((one) => one.wanted), items, context).slice(0, limit)
      return ranked.map((found) => ({ ...found, need: open.find((one) => one.id === found.need)!, platform: byId.get(found.match.id)! }))
    },
  }
}
