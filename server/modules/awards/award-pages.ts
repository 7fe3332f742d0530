import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import type { Ranking } from '../competition/award.ts'
import type { NeedView } from '../competition/need-view.ts'
import { nextOf, type NeedNames } from '../needs/need-pages.ts'
import type { Policy } from '../policies/policy.ts'

type Reader = Pick<Context, 'locale' | 'words'>

/** The issuer chooses among the ranked bids and tells every loser why. */
export function proposalPage(
  parts: { view: NeedView; ranking: Ranking; ready: boolean; policy: Policy; name(id: string): string }, { words }: Reader, form?: FormState,
): Page {
  const { view, ranking, ready, policy, name } = parts
  const bids = ranking.map((one) => ({
    ...one, name: name(one.organisation), passes: one.total >= policy.thresholdScore, href: `/bids/${one.bid}`,
    field: `feedback.${one.bid}`,
  }))
  return {
    template: 'awards/proposal', title: words('awards.proposalTitle'), ...(form ? { form } : {}),
    model: {
      need: view, next: nextOf(view, words), ready: ready && view.status === 'evaluating', waiting: view.status === 'proposed', bids,
      threshold: policy.thresholdScore,
      options: bids.filter((bid) => bid.passes).map((bid) => ({
        value: bid.bid, label: words('awards.option', { rank: bid.rank, name: bid.name, total: bid.total.toFixed(1) }),
      })),
    },
  }
}

/** Staff see the proposal whole before they publicise it. */
export interface Confirmation {
  view: NeedView
  policy: Policy
  name(id: string): string
  /** One bid alone: two officers confirm. */
  lone: boolean
  /** Name of the officer who confirmed first, or nothing; `own`: it was the reader. */
  first: string
  own: boolean
}

export function confirmationPage(parts: Confirmation, { words }: Reader, form?: FormState): Page {
  const { view, policy, name, lone, first, own } = parts
  const bids = (view.ranking ?? []).map((one) => ({ ...one, name: name(one.organisation), won: one.bid === view.winner?.bid, href: `/bids/${one.bid}` }))
  return {
    template: 'awards/confirmation', title: words('awards.confirmationTitle'), ...(form ? { form } : {}),
    model: { need: view, next: nextOf(view, words), bids, decidable: view.status === 'proposed', days: policy.publicityWorkingDays, lone, first, own },
  }
}

const GROUPS = ['publicised', 'contracting', 'executing', 'failed'] as const

/** What came of the competitions: in publicity first, because objections have a deadline. */
export function resultsPage(views: readonly NeedView[], names: NeedNames, { words, locale }: Reader): Page {
  const groups = GROUPS.map((status) => ({
    status, label: words(`awards.group.${status}`), help: words(`awards.groupHelp.${status}`),
    rows: views.filter((view) => view.status === status).map((view) => ({
      href: `/needs/${view.id}`, number: view.number, title: view.title, issuer: names.organisation(view.organisation),
      winner: view.winner ? names.organisation(view.winner.organisation) : '', ends: view.winner?.publicityEnds ?? null,
      amount: view.funding?.amount ?? null, tracks: view.tracks.map((track) => names.region.track(track, locale)),
    })),
  }))
  return { template: 'awards/results', title: words('awards.resultsTitle'), model: { groups: groups.filter((group) => group.rows.length > 0) } }
}
