import type { Actor, Viewer } from '../../kernel/actor.ts'
import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import { viewNeed } from '../competition/need-view.ts'
import { type Bid, whyNotBid } from './bid.ts'
import { bidPage, checkPage, editorPage, notNowPage } from './bid-pages.ts'
import { achievementTitles, readBid, readOwnBid } from './bid-reader.ts'
import { type BidView, isOwnBid, openNeedOf, viewBid } from './bid-view.ts'

type ById = Context<{ id: string }>

/** The editor of the bid that is asked for; of one's own, of a colleague's, or of a new one where nothing is said. */
export async function bidEditor(services: Services, context: ById, which = '', form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const needView = need && viewNeed(need, context.viewer)
  if (!need || !needView) return undefined
  const why = whyNotBid(openNeedOf(need), context.actor, context.now)
  // Whoever was writing when the time ran out finds it all there.
  if (why && !(form && (why === 'deadline-passed' || why === 'not-open'))) return notNowPage(needView, why, context)
  const bid = await bidAsked(services, need, context.actor, which)
  if (bid === null) return undefined
  const view = bid && viewBid(bid, need, context.viewer, context.now)
  const [library, colleague] = await Promise.all([libraryOf(services, context.actor), colleagueOf(services, view, context.actor)])
  return editorPage({ need: needView, view, library, colleague }, context, form)
}

/** The editor for an action whose address names the bid, not the need. */
export async function editorOfBid(services: Services, context: ById, form: FormState): Promise<Page | undefined> {
  const bid = await services.bids.find(context.params.id)
  if (!bid || !isOwnBid(bid, context.viewer)) return undefined
  return bidEditor(services, { ...context, actor: context.actor, params: { id: bid.need } }, bid.id, form)
}

/** `null`: no such bid for this person. Undefined: a new one. */
async function bidAsked({ bids }: Services, need: Need, actor: Actor, which: string): Promise<Bid | undefined | null> {
  const known = await bids.ofOrganisationFor(actor.organisation, need.id)
  const own = known.find((bid) => bid.bidder === actor.id)
  if (which === 'new') return own
  if (which === '') return own ?? known[0]
  return known.find((bid) => bid.id === which) ?? null
}

async function libraryOf({ achievements }: Services, actor: Actor): Promise<{ id: string; title: string }[]> {
  return (await achievements.ofOrganisation(actor.organisation)).filter((one) => one.published)
}

/** Name of the colleague who began the bid, when it was not the reader. */
async function colleagueOf({ people }: Services, view: BidView | undefined, actor: Actor): Promise<string> {
  if (!view?.bidder || view.bidder === actor.id) return ''
  return (await people.names([view.bidder])).get(view.bidder) ?? ''
}

export async function bidReadPage(services: Services, context: ById, form?: FormState): Promise<Page | undefined> {
  const read = await readBid(services, context.params.id, context.viewer, context.now)
  if (!read) return undefined
  const { view, needView } = read
  const [titles, names] = await Promise.all([achievementTitles(services, [view], context.viewer), services.organisations.names([view.organisation])])
  const page = bidPage(needView, view, { titles, organisation: names.get(view.organisation) ?? view.organisation }, context)
  return form ? { ...page, form } : page
}

export async function bidCheckPage(services: Services, context: ById): Promise<Page | undefined> {
  const read = await readOwnBid(services, context.params.id, context.viewer, context.now)
  if (!read?.view.changeable) return undefined
  return checkPage(read.needView, read.view, await achievementTitles(services, [read.view], context.viewer), context)
}

/** What the one who just decided sees of the result. */
export async function seenBid({ needs }: Services, bid: Bid, viewer: Viewer, now: Date): Promise<BidView> {
  const need = await needs.find(bid.need)
  const view = need && viewBid(bid, need, viewer, now)
  if (!view) throw new Error(`bid ${bid.id} was changed by somebody who may not see it`)
  return view
}
