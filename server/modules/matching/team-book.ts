import type { NeedScorer } from './need-scorer.ts'
import type { TextIndex } from './text-index.ts'

/**
 * Teams with the places of their texts in an index, to compare one need with all of them at once: the same text parts
 * as `rankTeams`, one pass over the index instead of one per team. Valid while the index does not change.
 */
export class TeamBook {
  readonly ids: string[] = []
  readonly #index: TextIndex
  readonly #items: number[][] = []
  readonly #profiles: (number | undefined)[] = []

  /** Texts are known to the index by achievement id and, for the profile, by team id. */
  constructor(index: TextIndex, teams: Iterable<{ id: string; achievements: readonly { id: string }[] }>) {
    this.#index = index
    for (const { id, achievements } of teams) {
      this.ids.push(id)
      this.#items.push(achievements.flatMap((one) => index.slotOf(one.id) ?? []))
      this.#profiles.push(index.slotOf(id))
    }
  }

  /** The text part of each team, in the order of `ids`. */
  textParts(scorer: NeedScorer): Float64Array {
    const scores = this.#index.scores(scorer.query)
    return Float64Array.from(this.ids, (_, team) => this.#part(team, scores, scorer))
  }

  #part(team: number, scores: Float64Array, scorer: NeedScorer): number {
    const best = [0, 0, 0]
    let sum = 0
    let count = 0
    const take = (slot: number) => {
      const part = scores[slot]! > 0 ? scorer.partOf(scores[slot]!) : 0
      sum += part
      count += 1
      keepBest(best, part)
    }
    this.#items[team]!.forEach(take)
    const profile = this.#profiles[team]
    if (profile !== undefined && (scores[profile]! > 0 || count === 0)) take(profile)
    if (count === 0) return 0
    return (sum / count + (best[0]! + best[1]! + best[2]!) / Math.min(3, count)) / 2
  }
}

function keepBest(best: number[], part: number): void {
  if (part > best[0]!) best.splice(0, 3, part, best[0]!, best[1]!)
  else if (part > best[1]!) best.splice(1, 2, part, best[1]!)
  else if (part > best[2]!) best[2] = part
}
