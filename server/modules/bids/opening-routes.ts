import Type from 'typebox'
import { instant, orNothing } from '../../http/answers.ts'
import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { decideAgain } from '../../store/decide-again.ts'
import { viewNeed } from '../competition/need-view.ts'
import type { Need, OpeningConfirmation, OpeningMinutes } from '../competition/need.ts'
import { confirmOpening, type OpeningRefusal } from '../competition/opening.ts'
import { openedBidsFor } from './bid-reader.ts'
import { integrityOf } from './integrity.ts'
import { BidList } from './bid-schemas.ts'
import { ConfirmationAnswer } from '../needs/need-answer-schemas.ts'
import { openingPage } from './opening-page.ts'

const OPENING_REFUSALS: Record<OpeningRefusal, number> = { 'not-closed': 409, 'not-opener': 403, 'already-confirmed': 409, 'is-bidder': 403 }

const OpeningAnswer = Type.Object({
  status: Type.String(),
  confirmations: Type.Array(Type.Unsafe<OpeningConfirmation>(ConfirmationAnswer)),
  minutes: Type.Unsafe<OpeningMinutes | null>(orNothing(Type.Object({ at: instant, by: Type.Array(Type.String()), receipts: Type.Array(Type.String()) }))),
})
const openingOf = (need: Need) => ({ status: need.status, confirmations: need.opening, minutes: need.minutes })

/** The opening: one of the staff and one of the issuer confirm, the second confirmation opens and writes the minutes. */
export function openingRoutes(web: Web, services: Services): void {
  web.page({
    path: '/needs/:id/opening', access: 'signed-in', params: BY_ID, summary: 'Opening of the bids',
    load: (context) => showOpening(services, context),
  })
  web.read({
    path: '/needs/:id/opening', access: 'signed-in', params: BY_ID, summary: 'Confirmations and minutes of the opening', tag: 'bids', response: OpeningAnswer,
    async load({ params, viewer }) {
      const need = await needFor(services, params.id, viewer)
      return need && openingOf(need)
    },
  })
  web.action({
    path: '/needs/:id/opening', access: 'signed-in', params: BY_ID, summary: 'Confirm the opening', tag: 'bids', body: NOTHING,
    response: OpeningAnswer, refusals: OPENING_REFUSALS,
    run: ({ params, actor, now }) => confirm(services, params.id, actor, now),
    answer: openingOf,
    then: (need) => ({ to: `/needs/${need.id}/opening`, flash: need.minutes ? 'bids.opened' : 'bids.openingConfirmed' }),
    again: (context, form) => showOpening(services, context, form),
  })
  web.read({
    path: '/needs/:id/bids', access: 'signed-in', params: BY_ID, summary: 'The opened bids of a need', tag: 'bids', response: BidList,
    async load({ params, viewer, now }) {
      const need = await services.needs.find(params.id)
      const items = need && (await openedBidsFor(services, need, viewer, now)).filter((bid) => !bid.own)
      return items && items.length > 0 ? { items, next: null } : undefined
    },
  })
}

/** The issuer's people and the staff, from the deadline on. */
async function needFor({ needs }: Services, id: string, viewer: Context['viewer']): Promise<Need | undefined> {
  const need = await needs.find(id)
  const standing = need && viewNeed(need, viewer)?.standing
  return need?.entered.closed && (standing?.issuer || standing?.officer) ? need : undefined
}

/** Both sides may confirm in the same moment: whoever comes second is asked again, as the opening they meant. */
async function confirm(services: Services, id: string, actor: Actor, now: Date): Promise<Outcome<Need, OpeningRefusal | 'conflict'> | undefined> {
  const need = await needFor(services, id, actor)
  if (!need) return undefined
  const facts = await services.sealedFacts(need)
  return decideAgain(() => services.needs.decide(id, (current) => confirmOpening(current, facts, actor, now)))
}

async function showOpening(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const need = await needFor(services, context.params.id, context.viewer)
  const view = need && viewNeed(need, context.viewer)
  if (!need || !view) return undefined
  const bids = await openedBidsFor(services, need, context.viewer, context.now)
  const [people, organisations] = await Promise.all([
    services.people.names(need.opening.map((one) => one.person)), services.organisations.names(bids.map((bid) => bid.organisation)),
  ])
  const page = openingPage({ need, view, bids, people, organisations, integrity: await integrityOf(services, need) }, context)
  return form ? { ...page, form } : page
}
