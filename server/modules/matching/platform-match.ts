import { type EvidencePair, evidenceFor } from './evidence.ts'
import type { Match, MatchAchievement, MatchNeed, MatchText } from './match-types.ts'
import { rankAchievements, type RankingContext } from './ranker.ts'
import { teamText } from './team-text.ts'
import { matchWeights } from './match-weights.ts'
import { TextIndex } from './text-index.ts'

/** A platform as it is kept in the region's directory, and the park it stands in as far as that is known. */
export interface PlatformFacts {
  id: string
  name: string
  park: string | null
}
export interface ParkFacts {
  id: string
  district: string
  directions: readonly { name: string; detail: readonly string[]; tracks: readonly string[] }[]
}

/** What a platform is compared by: its name, and what the park around it specialises in. */
export function matchPlatformOf(platform: PlatformFacts, park: ParkFacts | undefined): MatchAchievement {
  const directions = park?.directions ?? []
  const text: MatchText = { title: platform.name, body: directions.flatMap((one) => [one.name, ...one.detail]).join('；') }
  const tracks = [...new Set(directions.flatMap((one) => one.tracks))]
  return { id: platform.id, text, tracks, ...(park ? { park: park.id, district: park.district } : {}) }
}

export interface PlatformEvidence {
  match: Match
  evidence: EvidencePair[]
}

/**
 * Platforms for a need, best first. A directory says little about each, and much of it is what all platforms are called
 * (技术创新中心): rarity is measured among the platforms, and one that shares no telling phrase with the need is left out.
 */
export function rankPlatforms(need: MatchNeed, platforms: readonly MatchAchievement[], context: RankingContext): PlatformEvidence[] {
  const items = new TextIndex(context.weights ?? matchWeights)
  for (const one of platforms) items.put(one.id, one.text)
  const own = { ...context, statistics: { needs: context.statistics.needs, items } }
  const texts = new Map(platforms.map((one) => [one.id, one.text]))
  return rankAchievements(need, platforms, own).flatMap((match) => {
    const evidence = evidenceFor(need, texts.get(match.id)!, own.statistics)
    return evidence.length > 0 || match.parts.verdict > 0 ? [{ match, evidence }] : []
  })
}

/** A platform for somebody with several needs: `need` is the one it meets best, with the evidence for that. */
export interface EnterpriseMatch extends PlatformEvidence {
  need: string
}

/**
 * Platforms for all needs of one enterprise, best first; the score is half its mean over the needs, half that of the best
 * three, as a team's text is measured by its works.
 */
export function rankForEnterprise(needs: readonly MatchNeed[], platforms: readonly MatchAchievement[], context: RankingContext): EnterpriseMatch[] {
  const found = needs.flatMap((need) => rankPlatforms(need, platforms, context).map((one) => ({ ...one, need: need.id })))
  const matches = platforms.flatMap(({ id }) => {
    const pairs = found.filter(({ match }) => match.id === id).sort((a, b) => b.match.score - a.match.score)
    const [best] = pairs
    if (best === undefined) return []
    const scores = needs.map((need) => ({ id: need.id, part: pairs.find((pair) => pair.need === need.id)?.match.score ?? 0 }))
    return [{ ...best, match: { ...best.match, score: teamText(scores) } }]
  })
  return matches.sort((a, b) => b.match.score - a.match.score || (a.match.id < b.match.id ? -1 : 1))
}
