import Type, { type Static } from 'typebox'
import { instant, orNothing } from '../../http/answers.ts'
import { AttachmentAnswer } from '../needs/need-answer-schemas.ts'
import { BID_STATUSES, type BidText } from './bid.ts'
import type { BidView } from './bid-view.ts'
import type { ReceiptFile } from './receipt.ts'

const CLOSED = { additionalProperties: false }
const long = Type.String({ maxLength: 20_000, default: '' })
const revision = Type.Integer({ minimum: 0 })
/** Of the need, as the bidder had it before them: an amendment meanwhile is said before anything is handed in. */
const needVersion = Type.Optional(Type.Integer({ minimum: 1 }))

const MilestoneBody = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 200 }),
  month: Type.Integer({ minimum: 1, maximum: 120 }),
  share: Type.Integer({ minimum: 0, maximum: 100 }),
}, CLOSED)

const EXAMPLE = {
  route: '以生物质硬碳前驱体两步脱灰', plan: '三个月小试，九个月中试', team: '课题组十二人，有软包中试线', cost: 1_200_000, noConflict: true,
  milestones: [{ title: '小试样品', month: 3, share: 40 }, { title: '中试验收', month: 12, share: 60 }],
}

/** A bid as its team writes it. Everything may be missing while it is a draft. */
export const BidBody = Type.Object({
  route: long,
  plan: long,
  milestones: Type.Array(MilestoneBody, { maxItems: 24, default: [] }),
  // Not `anyOf` with null: reading a form would turn nothing into 0.
  cost: Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 0, maximum: 1e11, default: null }),
  team: long,
  achievements: Type.Array(Type.String({ maxLength: 80 }), { maxItems: 30, default: [] }),
  noConflict: Type.Boolean({ default: false }),
}, { ...CLOSED, examples: [EXAMPLE] })
export type BidBody = Static<typeof BidBody>

/** The body carries the revision it was made from, so that two editors cannot overwrite each other. */
export const BidEdit = Type.Object({ ...BidBody.properties, revision }, CLOSED)

/** The editor says which bid it shows: an id, or `new`. */
export const BidForm = Type.Object({ ...BidBody.properties, bid: Type.String({ maxLength: 80 }), revision, needVersion }, CLOSED)
export type BidForm = Static<typeof BidForm>

/** Hands in what is stored, or `content` in its place. */
export const Submission = Type.Object({ revision, needVersion, content: Type.Optional(BidBody) }, { ...CLOSED, examples: [{ revision: 2, needVersion: 1 }] })
export type Submission = Static<typeof Submission>

/**
 * What is hashed must come back from the store as it went in, and a lone half of a surrogate pair would not.
 */
export function bidContentOf({ route, plan, milestones, cost, team, achievements, noConflict }: BidBody): BidText {
  return {
    cost, noConflict, achievements: achievements.map(wellFormed),
    route: wellFormed(route), plan: wellFormed(plan), team: wellFormed(team),
    milestones: milestones.map(({ title, month, share }) => ({ title: wellFormed(title), month, share })),
  }
}

const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8')

const BidFileAnswer = Type.Object({ ...AttachmentAnswer.properties, sha256: Type.String() })
const ContentAnswer = Type.Object({
  route: Type.String(), plan: Type.String(), milestones: Type.Array(Type.Object({ title: Type.String(), month: Type.Integer(), share: Type.Integer() })),
  cost: orNothing(Type.Integer({ description: 'Yuan' })), team: Type.String(), achievements: Type.Array(Type.String()), noConflict: Type.Boolean(),
  attachments: Type.Array(BidFileAnswer),
}, { title: 'BidContent' })
/** Salt and signature are the bidder's alone. */
const ReceiptOfBid = Type.Object({
  hash: Type.String(), needVersion: Type.Integer(), at: instant, salt: Type.Optional(Type.String()), after: Type.Optional(Type.String()),
  signature: Type.Optional(Type.String()),
})
const Feedback = Type.Object({ text: Type.String(), total: Type.Number(), rank: Type.Integer() })

/** What a reader sees of a bid; fields that are not theirs are absent. */
export const BidAnswer = Type.Unsafe<BidView>(Type.Object({
  id: Type.String(), need: Type.String(), organisation: Type.String(), status: Type.String({ enum: [...BID_STATUSES] }),
  own: Type.Boolean(), changeable: Type.Boolean(), stale: Type.Optional(Type.Literal(true)), content: Type.Optional(ContentAnswer), receipt: Type.Optional(ReceiptOfBid),
  bidder: Type.Optional(Type.String()), revision: Type.Optional(Type.Integer()), feedback: Type.Optional(Feedback),
}, { title: 'Bid' }))

export const BidList = Type.Unsafe<{ items: BidView[]; next: null }>(Type.Object({ items: Type.Array(BidAnswer), next: Type.Null() }))

export const ReceiptAnswer = Type.Unsafe<ReceiptFile>(Type.Object({
  format: Type.String(), bid: Type.String(), need: Type.String(), needVersion: Type.Integer(), at: instant, hash: Type.String(),
  salt: Type.String(), content: ContentAnswer, after: Type.String(), signature: Type.String(), publicKey: Type.String(),
}, { title: 'Receipt' }))
