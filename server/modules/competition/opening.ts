import { type Actor, isOfficer } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import { decide } from './decide.ts'
import { isIssuerOf } from './draft.ts'
import type { Need, OpeningConfirmation } from './need.ts'

export type OpeningRefusal = 'not-closed' | 'not-opener' | 'already-confirmed' | 'is-bidder'

/** What the store knows of the sealed bids at the opening. `bidders` are organisations. */
export interface SealedFacts { bidders: string[]; receipts: string[] }

/**
 * Bids are opened by two people, one of the staff and one of the issuer, neither of them a bidder. The first
 * confirmation waits for the second; the second opens and writes the minutes.
 */
export function confirmOpening(need: Need, facts: SealedFacts, actor: Actor, now: Date): Outcome<Need, OpeningRefusal> {
  if (need.status !== 'closed') return refused('not-closed')
  const side = openingSide(need, actor)
  if (!side) return refused('not-opener')
  if (facts.bidders.includes(actor.organisation)) return refused('is-bidder')
  if (need.opening.some((known) => known.side === side || known.person === actor.id)) return refused('already-confirmed')
  const opening = [...need.opening, { side, person: actor.id, at: now }]
  return done(opening.length < 2 ? firstConfirmation(need, opening, actor, now) : open(need, opening, facts, actor, now))
}

/** On which side this person would open; undefined for everybody else. Staff of the issuer stand for the issuer. */
export function openingSide(need: Need, actor: Actor): OpeningConfirmation['side'] | undefined {
  if (isIssuerOf(need, actor)) return 'issuer'
  return isOfficer(actor) ? 'staff' : undefined
}

function firstConfirmation(need: Need, opening: OpeningConfirmation[], actor: Actor, now: Date): Need {
  return decide(need, 'opening-confirmed', actor, now, { opening })
}

function open(need: Need, opening: OpeningConfirmation[], facts: SealedFacts, actor: Actor, now: Date): Need {
  const minutes = { at: now, by: opening.map((one) => one.person), receipts: [...facts.receipts].sort() }
  return decide(need, 'bids-opened', actor, now, { status: 'evaluating', opening, minutes }, { receipts: minutes.receipts })
}
