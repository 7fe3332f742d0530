import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { NeedView } from '../competition/need-view.ts'
import type { Need } from '../competition/need.ts'
import { openingSide } from '../competition/opening.ts'
import { nextOf } from '../needs/need-pages.ts'
import type { BidView } from './bid-view.ts'
import type { Integrity } from './integrity.ts'

interface Opening {
  need: Need
  view: NeedView
  bids: readonly BidView[]
  people: ReadonlyMap<string, string>
  organisations: ReadonlyMap<string, string>
  integrity: Integrity
}

/** Before: who has confirmed and who has to. After: the minutes, and the way to each bid. */
export function openingPage({ need, view, bids, people, organisations, integrity }: Opening, { words, actor }: Pick<Context, 'words' | 'actor'>): Page {
  const sides = (['staff', 'issuer'] as const).map((side) => {
    const known = need.opening.find((one) => one.side === side)
    return { label: words(`bids.side.${side}`), person: known && (people.get(known.person) ?? known.person), at: known?.at }
  })
  const side = openingSide(need, actor)
  return {
    template: 'bids/opening', title: words('bids.openingTitle'),
    model: {
      need: view, sides, next: nextOf(view, words), minutes: need.minutes,
      mayConfirm: need.status === 'closed' && side !== undefined && !need.opening.some((one) => one.side === side),
      second: need.opening.length === 1, damaged: integrity.damaged, listDiffers: integrity.listDiffers,
      bids: bids.map(({ id, organisation, content, receipt }) => ({
        href: `/bids/${id}`, organisation: organisations.get(organisation) ?? organisation, cost: content?.cost, at: receipt?.at,
        hash: receipt?.hash, intact: integrity.intact.has(id),
      })),
    },
  }
}
