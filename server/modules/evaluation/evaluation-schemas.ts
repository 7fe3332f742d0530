import Type, { type Static } from 'typebox'
import { type FormValues, number, rows, text, texts } from '../../http/form.ts'
import type { Ranking } from '../competition/award.ts'
import type { EvaluationView, PanelView } from './evaluation-view.ts'
import type { Outlier } from './outliers.ts'

const CLOSED = { additionalProperties: false }
const id = Type.String({ minLength: 1, maxLength: 80 })
const anything = Type.Unsafe<unknown>({})

export const Declaration = Type.Object({
  conflict: Type.Boolean(),
  reason: Type.String({ maxLength: 2000, default: '' }),
}, CLOSED)

const MarkBody = Type.Object({
  bid: id,
  scores: Type.Array(Type.Object({
    criterion: id,
    // Not `anyOf` with null: reading a form would turn nothing into 0 points.
    score: Type.Unsafe<number | null>({ type: 'integer', nullable: true, minimum: 0, maximum: 100 }),
  }, CLOSED), { maxItems: 20 }),
  comment: Type.String({ maxLength: 4000, default: '' }),
}, CLOSED)

/** A sheet with the revision it was made from, so that two windows cannot overwrite each other. */
export const SheetBody = Type.Object({ revision: Type.Integer({ minimum: 0 }), marks: Type.Array(MarkBody, { maxItems: 300 }) }, CLOSED)
export type SheetBody = Static<typeof SheetBody>

export const PanelBody = Type.Object({ reviewers: Type.Array(id, { minItems: 1, maxItems: 15 }) }, CLOSED)
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

/** What a reviewer sees of their task; without bids and marks before the declaration and after a recusal. */
export const EvaluationAnswer = Type.Unsafe<EvaluationView>(Type.Object({
  id: Type.String(), need: Type.String(), number: Type.String(), title: Type.String(), state: Type.String(), running: Type.Boolean(),
  criteria: Type.Array(anything),
  bids: Type.Optional(Type.Array(anything)), marks: Type.Optional(Type.Array(anything)), revision: Type.Optional(Type.Integer()),
  bidders: Type.Optional(Type.Array(Type.String())), handedInAt: Type.Optional(anything),
}))
export const EvaluationList = Type.Unsafe<{ items: EvaluationView[]; next: null }>(
  Type.Object({ items: Type.Array(EvaluationAnswer), next: Type.Null() }))

export const PanelAnswer = Type.Unsafe<PanelView>(Type.Object({
  id: Type.String(), status: Type.String(), members: Type.Array(anything), candidates: Type.Array(anything),
}))

export const ResultsAnswer = Type.Unsafe<{ id: string; ranking: Ranking; outliers: Outlier[] }>(Type.Object({
  id: Type.String(), ranking: Type.Array(anything), outliers: Type.Array(anything),
}))
