import type { MatchNeed, MatchStructure, MatchTeam } from './match-types.ts'

/** What is not known neither helps nor harms. */
export const unknown = 0.5

/** Share of the need's tracks that the other side works in. */
export function trackPart(need: MatchStructure, other: MatchStructure): number {
  if (need.tracks.length === 0 || other.tracks.length === 0) return unknown
  const common = need.tracks.filter((track) => other.tracks.includes(track)).length
  return common / need.tracks.length
}

/** Four levels short of what is asked for is out of reach within one contract; being further along is no fault. */
export function trlPart(need: MatchStructure, other: MatchStructure): number {
  if (need.trl === undefined || other.trl === undefined) return unknown
  return Math.max(0, 1 - Math.max(0, need.trl - other.trl) / 4)
}

/** The same park is a walk, the same district a bus, everything else a train. */
export function regionPart(need: MatchStructure, other: MatchStructure): number {
  if (need.park !== undefined && need.park === other.park) return 1
  if (need.district === undefined || other.district === undefined) return unknown
  return need.district === other.district ? 0.8 : 0.2
}

/** Laplace's rule: no history counts as one half, and one success is not yet a record. */
export function deliveryPart(team: Pick<MatchTeam, 'delivery'>): number {
  const { delivered, failed } = team.delivery ?? { delivered: 0, failed: 0 }
  return (delivered + 1) / (delivered + failed + 2)
}

/** Share of what the team can carry that is still free. */
export function capacityPart(team: Pick<MatchTeam, 'capacity'>): number {
  if (team.capacity === undefined) return unknown
  const { active, limit } = team.capacity
  return limit <= 0 ? 0 : Math.min(1, Math.max(0, 1 - active / limit))
}

/** A team offers the best level among its own and its achievements'. */
export function teamTrl(team: MatchTeam): number | undefined {
  const levels = [team.trl, ...team.achievements.map((one) => one.trl)].filter((level) => level !== undefined)
  return levels.length === 0 ? undefined : Math.max(...levels)
}

/** The structure a need is compared with: for a team its own, with the level its achievements reach. */
export function teamStructure(team: MatchTeam): MatchStructure {
  const trl = teamTrl(team)
  return { ...team, ...(trl === undefined ? {} : { trl }) }
}

/** Staff and the issuer's own people do not compete for it. */
export function isOwnNeed(need: MatchNeed, team: MatchTeam): boolean {
  return need.organisation !== undefined && need.organisation === team.organisation
}
