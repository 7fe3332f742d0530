import type { Part } from '../../seed/demo/people.ts'
import { CAST } from '../../seed/demo/people.ts'
import { freshNeed, handIn, must, openBids } from '../bids/bid-steps.ts'
import type { TestApp } from '../support/app.ts'

export const PANEL = ['reviewer', 'secondReviewer', 'thirdReviewer'] as const satisfies readonly Part[]
export const idsOf = (parts: readonly Part[]): string[] => parts.map((part) => CAST[part])

/** A need with two opened bids; answers the ids. */
export async function openedNeed(app: TestApp, changes: object = {}): Promise<{ need: string; bids: [string, string] }> {
  const need = await freshNeed(app)
  const bids: [string, string] = [await handIn(app, need, 'researcher', changes), await handIn(app, need, 'rivalResearcher')]
  await openBids(app, need)
  return { need, bids }
}

export async function appoint(app: TestApp, need: string, parts: readonly Part[] = PANEL): Promise<void> {
  must(await (await app.as('officer')).api('POST', `/evaluations/${need}/panel`, { reviewers: idsOf(parts) }))
}

export async function declareNone(app: TestApp, need: string, parts: readonly Part[] = PANEL): Promise<void> {
  for (const part of parts) must(await (await app.as(part)).api('POST', `/evaluations/${need}/conflict`, { conflict: false, reason: '' }))
}

/** Marks for every bid by the two criteria of the tests' need. */
export function marks(points: Record<string, readonly [number | null, number | null]>) {
  return Object.entries(points).map(([bid, [route, team]]) => ({
    bid, comment: `评语 ${bid}`, scores: [{ criterion: 'c1', score: route }, { criterion: 'c2', score: team }],
  }))
}
