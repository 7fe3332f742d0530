import type { MatchTeam } from './match-types.ts'
import type { MatchWeights } from './match-weights.ts'
import type { NeedScorer } from './need-scorer.ts'
import { carriers } from './team-text.ts'
import type { TermCounts } from './term-statistics.ts'
import { TextIndex } from './text-index.ts'

/** One need held against every team of a book; teams are named by their position. */
export interface Comparison {
  /** The same text part that `rankTeams` computes for the team. */
  text(team: number): number
  /** Ids of its achievements that carry the match, as in `Match.through`. */
  through(team: number): string[]
}

/**
 * The texts of many teams, inverted: one need is compared with all of them in one pass instead of one pass per team.
 * Rarity and length are measured on `items`, so the figures are those of `rankTeams` under the same statistics.
 */
export class TeamBook {
  readonly #index: TextIndex
  readonly #works: { id: string; slot: number }[][]
  readonly #profiles: number[]

  constructor(teams: readonly MatchTeam[], items: TermCounts, weights: MatchWeights) {
    this.#index = new TextIndex(weights, { counted: items })
    for (const team of teams) {
      for (const { id, text } of team.achievements) if (!this.#index.has(work(id))) this.#index.put(work(id), text)
      this.#index.put(team.id, team.profile)
    }
    this.#index.settle()
    this.#works = teams.map((team) => team.achievements.map(({ id }) => ({ id, slot: this.#index.slotOf(work(id))! })))
    this.#profiles = teams.map((team) => this.#index.slotOf(team.id)!)
  }

  compare(scorer: NeedScorer): Comparison {
    const scores = this.#index.weighedScores(scorer.hefts)
    const partAt = (slot: number) => (scores[slot] === 0 ? 0 : scorer.partOf(scores[slot]!))
    return {
      text: (team) => teamPart(this.#works[team]!, this.#profiles[team]!, partAt),
      through: (team) => carriers(this.#works[team]!.map(({ id, slot }) => ({ id, part: partAt(slot) }))),
    }
  }
}

/** Ids of works and of teams come from different stores and may meet. */
function work(id: string): string {
  return `work ${id}`
}

/** `teamText` without lists of its own: ten million pairs pass here. */
function teamPart(works: readonly { slot: number }[], profile: number, partAt: (slot: number) => number): number {
  let sum = 0
  let [first, second, third] = [0, 0, 0]
  const take = (part: number) => {
    sum += part
    if (part > first) [first, second, third] = [part, first, second]
    else if (part > second) [second, third] = [part, second]
    else if (part > third) third = part
  }
  for (const { slot } of works) take(partAt(slot))
  const own = partAt(profile)
  take(own)
  const count = works.length + (own > 0 ? 1 : 0)
  return count === 0 ? 0 : (sum / count + (first + second + third) / Math.min(3, count)) / 2
}
