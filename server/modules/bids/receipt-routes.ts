import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Viewer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import { type ReadBid, readOwnBid } from './bid-reader.ts'
import { BIDDERS } from './bid-routes.ts'
import { ReceiptAnswer } from './bid-schemas.ts'
import { RECEIPT_FORMAT, type ReceiptFile } from './receipt.ts'

const CLOSED = { additionalProperties: false }
const ASKED = Type.Object({ hash: Type.Optional(Type.String({ maxLength: 200 })) }, CLOSED)
const BY_HASH = Type.Object({ hash: Type.String({ minLength: 1, maxLength: 200 }) }, CLOSED)
const Found = Type.Object({
  hash: Type.String(), public: Type.Boolean(), need: Type.Optional(Type.String()), number: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()), openedAt: Type.Optional(Type.Unsafe<Date | string>({ type: 'string', format: 'date-time' })),
})

/** The bidder's proof, and where anybody can check that a receipt was among those opened. */
export function receiptRoutes(web: Web, services: Services): void {
  web.page({
    path: '/my/bids/:id/receipt', access: BIDDERS, params: BY_ID, summary: 'Receipt of a bid',
    async load(context) {
      const read = await readOwnBid(services, context.params.id, context.viewer, context.now)
      return read && receiptPage(read, context)
    },
  })
  web.read({
    path: '/bids/:id/receipt', access: 'signed-in', params: BY_ID, summary: 'Receipt of a bid as a file to keep', tag: 'bids', response: ReceiptAnswer,
    async load({ params, viewer, now, reply }) {
      const read = await readOwnBid(services, params.id, viewer, now)
      const file = read && receiptFile(read)
      if (file) reply.header('content-disposition', `attachment; filename="receipt-${read.needView.number}.json"`)
      return file
    },
  })
  web.page({
    path: '/receipts', access: 'anyone', query: ASKED, summary: 'Look up a receipt among those opened',
    async load(context) {
      const hash = normal(context.query.hash ?? '')
      return lookupPage(hash, await openedWith(services, hash, context.viewer), context)
    },
  })
  web.read({
    path: '/receipts/:hash', access: 'anyone', params: BY_HASH, summary: 'Whether a receipt was among those opened', tag: 'bids', response: Found,
    async load({ params, viewer }) {
      const hash = normal(params.hash)
      const opened = await openedWith(services, hash, viewer)
      if (!opened) return { hash, public: false }
      const { need: { id, number, title }, at } = opened
      return { hash, public: true, need: id, number, title, openedAt: at }
    },
  })
}

const normal = (hash: string): string => hash.trim().toLowerCase()
const HASH = /^[0-9a-f]{64}$/

interface Opened { need: NeedView; at: Date }

/**
 * Asks the minutes of openings and nothing else. A hash that is still sealed is not in any, so that it is answered
 * like one that never was, at the same cost.
 */
async function openedWith({ needs }: Services, hash: string, viewer: Viewer): Promise<Opened | undefined> {
  if (!HASH.test(hash)) return undefined
  const [need] = await needs.list({ 'minutes.receipts': hash }, { limit: 1 })
  const view = need && viewNeed(need, viewer)
  return need?.minutes && view?.receipts?.includes(hash) ? { need: view, at: need.minutes.at } : undefined
}

/** Undefined while there is nothing to keep: never handed in, or taken back. */
function receiptFile({ bid, view }: ReadBid): ReceiptFile | undefined {
  if (!view.content || !bid.receipt) return undefined
  const { hash, salt, needVersion, at } = bid.receipt
  return { format: RECEIPT_FORMAT, bid: bid.id, need: bid.need, needVersion, at, hash, salt, content: view.content }
}

function receiptPage({ view, needView }: ReadBid, { words }: Pick<Context, 'words'>): Page | undefined {
  if (!view.receipt) return undefined
  return { template: 'bids/receipt', title: words('bids.receiptTitle'), model: { bid: view, need: needView, receipt: view.receipt, file: `/api/v1/bids/${view.id}/receipt` } }
}

function lookupPage(hash: string, opened: Opened | undefined, { words }: Pick<Context, 'words'>): Page {
  const wrong = hash !== '' && !HASH.test(hash)
  const form = wrong ? { form: { values: { hash }, errors: { hash: words('bids.hashFormat') } } } : {}
  return { template: 'bids/lookup', title: words('bids.lookupTitle'), model: { hash, asked: hash !== '' && !wrong, opened }, ...form }
}
