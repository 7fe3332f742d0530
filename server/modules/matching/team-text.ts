import type { MatchTeam, MatchText } from './match-types.ts'

/** The text part of one item of a team. */
export interface ItemText {
  id: string
  part: number
}

/**
 * A team's text part from those of its items: half the mean of all (is this what they do?), half the mean of
 * the best three (have they done this?). The mean alone punishes large teams, the best alone flatters them.
 */
export function teamText(items: readonly ItemText[]): number {
  const parts = items.map((item) => item.part).sort((a, b) => b - a)
  return (mean(parts) + mean(parts.slice(0, 3))) / 2
}

/** The items that carry the match, best first. */
export function carriers(items: readonly ItemText[]): string[] {
  const helpful = items.filter((item) => item.part > 0)
  return helpful.sort((a, b) => b.part - a.part || (a.id < b.id ? -1 : 1)).slice(0, 3).map((item) => item.id)
}

/** Texts that may state figures: the works that carry the match, and what the team says of itself. */
export function carryingTexts(team: MatchTeam, through: readonly string[]): MatchText[] {
  return [...team.achievements.filter((one) => through.includes(one.id)).map((one) => one.text), team.profile]
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
