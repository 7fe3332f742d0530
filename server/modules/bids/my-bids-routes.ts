import type { Page } from '../../http/page.ts'
import type { Words } from '../../kernel/words.ts'
import { NOTHING, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import type { BidStatus } from './bid.ts'
import { bidNext } from './bid-next.ts'
import { ownBids, type ReadBid } from './bid-reader.ts'
import { BIDDERS } from './bid-routes.ts'
import { BidList } from './bid-schemas.ts'

/** What the reader's organisation has bid for: each with its state, its deadline and what happens next. */
export function myBidsRoutes(web: Web, services: Services): void {
  web.page({
    path: '/my/bids', access: BIDDERS, params: NOTHING, summary: 'Bids of my organisation',
    load: async ({ actor, now, words }) => myBidsPage(await ownBids(services, actor, now), words),
  })
  web.read({
    path: '/bids', access: 'signed-in', summary: 'Bids of the caller’s organisation', tag: 'bids', response: BidList,
    load: async ({ actor, now }) => ({ items: (await ownBids(services, actor, now)).map((read) => read.view), next: null }),
  })
}

const GROUPS: Record<string, readonly BidStatus[]> = {
  unfinished: ['draft', 'withdrawn'], running: ['submitted', 'opened'], decided: ['won', 'runner-up', 'lost', 'void'],
}

export function myBidsPage(read: readonly ReadBid[], words: Words): Page {
  const groups = Object.entries(GROUPS).map(([key, statuses]) => ({
    label: words(`bids.group.${key}`),
    rows: read.filter(({ view }) => statuses.includes(view.status)).map((one) => rowOf(one, words)),
  }))
  return { template: 'bids/mine', title: words('bids.mineTitle'), model: { groups: groups.filter((group) => group.rows.length > 0) } }
}

function rowOf({ view, needView }: ReadBid, words: Words) {
  return {
    href: `/bids/${view.id}`, number: needView.number, title: needView.title, state: view.stale ? 'stale' : view.status, stale: view.stale, history: `/needs/${view.need}/history`, deadline: needView.deadline,
    next: bidNext(view, needView, words), receipt: view.receipt ? `/my/bids/${view.id}/receipt` : undefined,
    edit: view.changeable ? `/needs/${view.need}/bid?bid=${view.id}` : undefined,
  }
}
