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
import { type FormValues, text } from '../../http/form.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Upload } from '../../plugins/forms.ts'
import { closingListOf, proofInList } from './closing-list.ts'
import { faultOf, readReceipt, RECEIPT_FORMAT, type ReceiptFault, type ReceiptFile } from './receipt.ts'

const CLOSED = { additionalProperties: false }
const ASKED = Type.Object({ hash: Type.Optional(Type.String({ maxLength: 200 })) }, CLOSED)
const BY_HASH = Type.Object({ hash: Type.String({ minLength: 1, maxLength: 200 }) }, CLOSED)
const Found = Type.Object({
  hash: Type.String(), public: Type.Boolean(), need: Type.Optional(Type.String()), number: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()), openedAt: Type.Optional(Type.Unsafe<Date | string>({ type: 'string', format: 'date-time' })),
})

const Pasted = Type.Object({ receipt: Type.String({ maxLength: 600_000, default: '', description: 'The receipt, as it was downloaded' }) }, CLOSED)
const Checked = Type.Object({ hash: Type.String(), need: Type.String(), needVersion: Type.Integer(), at: Type.String(), after: Type.String(), publicKey: Type.String() })
type Checked = Pick<ReceiptFile, 'hash' | 'need' | 'needVersion' | 'after' | 'publicKey'> & { at: string }
const FAULTS: Record<`receipt-${ReceiptFault}`, number> = { 'receipt-malformed': 422, 'receipt-content': 422, 'receipt-signature': 422 }
const BY_NEED_AND_HASH = Type.Object({ ...BY_ID.properties, ...BY_HASH.properties }, CLOSED)
const Proof = Type.Object({ root: Type.String(), place: Type.Integer(), size: Type.Integer(), proof: Type.Array(Type.String()) })
const WholeList = Type.Object({ root: Type.String(), receipts: Type.Array(Type.String()), filling: Type.Array(Type.String()) })

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
      const file = read && receiptFile(read, (await services.vault.signer()).publicKey)
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
  web.action({
    path: '/receipts/verification', access: 'anyone', summary: 'Check a receipt: its content and its signature', tag: 'bids', body: Pasted, response: Checked,
    refusals: FAULTS, fromForm: receiptFromForm,
    run: ({ body }) => checked(services, body.receipt),
    answer: (result) => result,
    then: (result, context) => lookupPage('', undefined, context, result),
    again: async (context) => lookupPage('', undefined, context),
  })
  web.read({
    path: '/needs/:id/receipts', access: 'anyone', params: BY_ID, summary: 'The receipts of a need, once its bids are opened', tag: 'bids', response: WholeList,
    load: ({ params, viewer }) => wholeList(services, params.id, viewer),
  })
  web.read({
    path: '/needs/:id/receipts/:hash', access: 'anyone', params: BY_NEED_AND_HASH, summary: 'Proof that a receipt is in the list of the closing', tag: 'bids', response: Proof,
    load: ({ params, viewer }) => listProof(services, params.id, normal(params.hash), viewer),
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
function receiptFile({ bid, view }: ReadBid, publicKey: string): ReceiptFile | undefined {
  if (!view.content || !bid.receipt) return undefined
  return { format: RECEIPT_FORMAT, bid: bid.id, need: bid.need, ...bid.receipt, content: view.content, publicKey }
}

function receiptPage({ view, needView }: ReadBid, { words }: Pick<Context, 'words'>): Page | undefined {
  if (!view.receipt) return undefined
  return { template: 'bids/receipt', title: words('bids.receiptTitle'), model: { bid: view, need: needView, receipt: view.receipt, file: `/api/v1/bids/${view.id}/receipt` } }
}

function lookupPage(hash: string, opened: Opened | undefined, { words }: Pick<Context, 'words'>, valid?: Checked): Page {
  const wrong = hash !== '' && !HASH.test(hash)
  const form = wrong ? { form: { values: { hash }, errors: { hash: words('bids.hashFormat') } } } : {}
  return { template: 'bids/lookup', title: words('bids.lookupTitle'), model: { hash, asked: hash !== '' && !wrong, opened, valid }, ...form }
}

function receiptFromForm(form: FormValues): object {
  const file = form['file'] as Partial<Upload> | undefined
  return { receipt: text(form, 'receipt').trim() || (Buffer.isBuffer(file?.bytes) ? file.bytes.toString('utf8') : '') }
}

async function checked({ vault }: Services, pasted: string): Promise<Outcome<Checked, `receipt-${ReceiptFault}`>> {
  const receipt = readReceipt(pasted)
  const { publicKey } = await vault.signer()
  const fault = receipt ? faultOf(receipt, publicKey) : 'malformed'
  if (!receipt || fault) return refused(`receipt-${fault ?? 'malformed'}`, { receipt: `refusal.receipt-${fault ?? 'malformed'}` })
  const { hash, need, needVersion, after, at } = receipt
  return done({ hash, need, needVersion, after, publicKey, at: new Date(at).toISOString() })
}

/** From the opening on: every receipt, and what filled the list up, so that anybody can compute the root again. */
async function wholeList({ needs, vault }: Services, id: string, viewer: Viewer) {
  const need = await needs.find(id)
  const receipts = need && viewNeed(need, viewer)?.receipts
  if (!need?.receiptsRoot || !receipts) return undefined
  const { filling } = await closingListOf(vault, id, receipts)
  return { root: need.receiptsRoot, receipts, filling }
}

/** From the closing on, and only to whoever names a receipt that is in it: nobody learns of others. */
async function listProof({ needs, bids, vault }: Services, id: string, hash: string, viewer: Viewer) {
  const need = HASH.test(hash) ? await needs.find(id) : undefined
  if (!need?.receiptsRoot || !viewNeed(need, viewer)) return undefined
  const receipts = need.minutes?.receipts ?? (await bids.closingReceipts(need))
  const list = await closingListOf(vault, id, receipts)
  return list.root === need.receiptsRoot ? proofInList(list, hash) : undefined
}
