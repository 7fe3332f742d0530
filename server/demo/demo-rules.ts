import type { Outcome } from '../kernel/outcome.ts'

const DAY = 86_400_000

/** The demonstration is played by the real rules; a refusal is a mistake in its script. */
export function must<T>(what: string, outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`demonstration, ${what}: ${outcome.refusal} ${JSON.stringify(outcome.details ?? {})}`)
  return outcome.value
}

export const demoDay = (startedAt: Date, days: number): Date => new Date(startedAt.getTime() + days * DAY)
