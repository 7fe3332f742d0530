import Type, { type Static } from 'typebox'
import { instant, orNothing } from '../../http/answers.ts'
import { type FormValues, number, rows, text, texts } from '../../http/form.ts'
import { BidAnswer } from '../bids/bid-schemas.ts'
import type { Ranking } from '../competition/award.ts'
import { CriterionAnswer, PanelMemberAnswer, RankAnswer } from '../needs/need-answer-schemas.ts'
import type { EvaluationView, PanelView } from './evaluation-view.ts'
import type { Outlier } from './outliers.ts'

const CLOSED = { additionalProperties: false }
const id = Type.String({ minLength: 1, maxLength: 80 })

export const Declaration = Type.Object({
  conflict: Type.Boolean(),
  reason: Type.String({ maxLength: 2000, default: '' }),
}, CLOSED)

const MarkBody = Type.Object({
  bid: id,
  scores: Type.Array(Type.Object({
    criterion: id,
    // Not `anyOf` with null: reading a form would turn nothing into 0 points.
    score: Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 0, maximum: 100 }),
  }, CLOSED), { maxItems: 20 }),
  comment: Type.String({ maxLength: 4000, default: '' }),
}, CLOSED)

/** A sheet with the revision it was made from, so that two windows cannot overwrite each other. */
export const SheetBody = Type.Object({ revision: Type.Integer({ minimum: 0 }), marks: Type.Array(MarkBody, { maxItems: 300 }) }, {
  ...CLOSED, examples: [{ revision: 0, marks: [{ bid: 'bid-a', scores: [{ criterion: 'c1', score: 85 }, { criterion: 'c2', score: null }], comment: '路线可行' }] }],
})
export type SheetBody = Static<typeof SheetBody>

export const PanelBody = Type.Object({ reviewers: Type.Array(id, { minItems: 1, maxItems: 15 }) }, { ...CLOSED, examples: [{ reviewers: ['person-a', 'person-b', 'person-c'] }] })
export type PanelBody = Static<typeof PanelBody>

export const ReplacementBody = Type.Object({ replaced: id, substitute: id, reason: Type.String({ maxLength: 2000, default: '' }) }, CLOSED)
export type ReplacementBody = Static<typeof ReplacementBody>

export const declarationFromForm = (form: FormValues): object => {
  const answer = text(form, 'conflict')
  return { ...(answer === '' ? {} : { conflict: answer === 'yes' }), reason: text(form, 'reason') }
}

export const panelFromForm = (form: FormValues): object => ({ reviewers: texts(form, 'reviewers') })

export const sheetFromForm = (form: FormValues): object => ({
  revision: number(form, 'revision') ?? 0,
  marks: rows(form, 'marks').map((mark) => ({
    bid: text(mark, 'bid'), comment: text(mark, 'comment'),
    scores: rows(mark, 'scores').map((score) => ({ criterion: text(score, 'criterion'), score: number(score, 'score') })),
  })),
})

const MarkAnswer = Type.Object({
  bid: Type.String(), scores: Type.Array(Type.Object({ criterion: Type.String(), score: orNothing(Type.Integer()) })), comment: Type.String(),
})
const names = { name: Type.String(), organisationName: Type.String() }
const Member = Type.Object({ ...PanelMemberAnswer.properties, ...names, state: Type.String() })
const Candidate = Type.Object({ person: Type.String(), organisation: Type.String(), ...names, load: Type.Integer(), conflicted: Type.Boolean() })
const OutlierAnswer = Type.Object({ reviewer: Type.String(), bid: Type.String(), total: Type.Number(), median: Type.Number() })

/** What a reviewer sees of their task; without bids and marks before the declaration and after a recusal. */
export const EvaluationAnswer = Type.Unsafe<EvaluationView>(Type.Object({
  id: Type.String(), need: Type.String(), number: Type.String(), title: Type.String(), state: Type.String(), running: Type.Boolean(),
  criteria: Type.Array(CriterionAnswer),
  bids: Type.Optional(Type.Array(BidAnswer)), marks: Type.Optional(Type.Array(MarkAnswer)), revision: Type.Optional(Type.Integer()),
  bidders: Type.Optional(Type.Array(Type.String())), handedInAt: Type.Optional(orNothing(instant)),
}, { title: 'Evaluation' }))
export const EvaluationList = Type.Unsafe<{ items: EvaluationView[]; next: null }>(
  Type.Object({ items: Type.Array(EvaluationAnswer), next: Type.Null() }))

export const PanelAnswer = Type.Unsafe<PanelView>(Type.Object({
  id: Type.String(), status: Type.String(), members: Type.Array(Member), candidates: Type.Array(Candidate),
}, { title: 'Panel' }))

export const ResultsAnswer = Type.Unsafe<{ id: string; ranking: Ranking; outliers: Outlier[] }>(Type.Object({
  id: Type.String(), ranking: Type.Array(RankAnswer), outliers: Type.Array(OutlierAnswer),
}))
