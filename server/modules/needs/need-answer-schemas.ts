import Type from 'typebox'
import { instant, orNothing, wordOf } from '../../http/answers.ts'
import {
  COMPARATORS, CONTRACT_CATEGORIES, FUNDING_KINDS, IP_TERMS, NEED_STATUSES, OBJECTION_STATUSES,
} from '../competition/need.ts'
import type { NeedView } from '../competition/need-view.ts'

const word = Type.String()
const maybe = Type.Optional
const instantOrNot = orNothing(instant)
const readiness = orNothing(Type.Integer({ minimum: 1, maximum: 9, description: 'Technology readiness (GB/T 22900)' }))

const Indicator = Type.Object({
  name: word, comparator: wordOf(COMPARATORS), value: Type.String({ description: 'A number; `low~high` for between; words for described' }), unit: word,
}, { title: 'Indicator' })
export const CriterionAnswer = Type.Object({ id: word, name: word, weight: Type.Integer({ description: 'Share of 100' }) }, { title: 'Criterion' })
export const AttachmentAnswer = Type.Object({ id: word, name: word, type: word, bytes: Type.Integer() }, { title: 'Attachment' })

/** What of a published need may change (AMENDABLE), whole or in part. */
const amendable = {
  summary: word, background: word, indicators: Type.Array(Indicator), constraints: word, bidderConditions: word, trlNow: readiness, trlWanted: readiness,
}
const Changed = Type.Partial(Type.Object({ ...amendable, deadline: instantOrNot }), { title: 'ChangedContent' })
export const RevisionAnswer = Type.Object({
  version: Type.Integer(), at: instant, reason: word, question: orNothing(word),
  hidden: Type.Boolean({ description: 'Something changed that only verified readers see' }), before: Changed, after: Changed,
}, { title: 'Revision' })
const Amendment = Type.Object({ by: word, at: instant, content: Type.Object(amendable), deadline: instantOrNot, reason: word, question: orNothing(word) }, { title: 'Amendment' })

const WithdrawalRequest = Type.Object({ by: word, reason: word, at: instant })
export const ConfirmationAnswer = Type.Object({ side: wordOf(['staff', 'issuer']), person: word, at: instant }, { title: 'OpeningConfirmation' })
export const PanelMemberAnswer = Type.Object({
  person: word, organisation: word, conflict: wordOf(['undeclared', 'none', 'declared']), reason: word, submitted: Type.Boolean(),
}, { title: 'PanelMember' })
const rank = { bid: word, organisation: word, rank: Type.Integer(), total: Type.Number({ description: 'Mean weighted score, 0 to 100' }) }
export const RankAnswer = Type.Object(rank)
const Objection = Type.Object({
  id: word, text: word, filedAt: instant, status: wordOf(OBJECTION_STATUSES), answer: word, decidedBy: orNothing(word),
  person: maybe(word), organisation: maybe(word), realName: maybe(word),
}, { title: 'Objection' })
const Contract = Type.Object({
  category: wordOf(CONTRACT_CATEGORIES), amount: Type.Integer({ description: 'Yuan' }), terms: word, draftedBy: word,
  signatures: Type.Array(Type.Object({ side: wordOf(['issuer', 'performer']), person: word, at: instant })), registration: orNothing(word),
}, { title: 'Contract' })

/** What readers are told of everybody's; the rest is absent where it is not theirs. */
const forEverybody = {
  id: word, number: word, status: wordOf(NEED_STATUSES), title: word, summary: word, indicators: Type.Array(Indicator),
  funding: orNothing(Type.Object({ kind: wordOf(FUNDING_KINDS), amount: Type.Integer({ description: 'Yuan' }) })), trlNow: readiness, trlWanted: readiness,
  ipTerms: orNothing(wordOf(IP_TERMS)), tracks: Type.Array(word), park: orNothing(word), keywords: Type.Array(word), criteria: Type.Array(CriterionAnswer),
  deadline: instantOrNot, organisation: word, entered: Type.Record(word, instantOrNot),
  policy: orNothing(Type.Object({ id: word, version: Type.Integer() })), reason: word,
  next: Type.Object({ key: word, who: word, by: instantOrNot }), standing: Type.Record(word, Type.Boolean()),
  revision: Type.Integer(), contentVersion: Type.Integer(), receiptsRoot: maybe(word), history: maybe(Type.Array(RevisionAnswer)),
}
const forSome = {
  detail: maybe(Type.Object({ background: word, constraints: word, bidderConditions: word, attachments: Type.Array(AttachmentAnswer) })),
  annex: maybe(word), remarks: maybe(Type.Array(Type.Object({ field: word, text: word }))), publishAt: maybe(instantOrNot),
  withdrawalRequest: maybe(orNothing(WithdrawalRequest)), amendment: maybe(Amendment), opening: maybe(Type.Array(ConfirmationAnswer)),
  contract: maybe(Contract), signingEnds: maybe(instantOrNot),
}
const afterOpening = {
  received: maybe(Type.Integer()), receipts: maybe(Type.Array(word)), panel: maybe(Type.Array(PanelMemberAnswer)), reviewers: maybe(Type.Integer()),
  ranking: maybe(Type.Array(Type.Object({ ...rank, feedback: word }))),
  winner: maybe(Type.Object({ bid: word, organisation: word, publicityEnds: instantOrNot })), objections: maybe(Type.Array(Objection)),
}

/** What a reader sees of a need; fields that are not theirs are absent. */
export const NeedAnswer = Type.Unsafe<NeedView>(Type.Object({ ...forEverybody, ...forSome, ...afterOpening }, { title: 'Need' }))
