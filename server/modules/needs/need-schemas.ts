import Type, { type Static } from 'typebox'
import type { NeedView } from '../competition/need-view.ts'
import { COMPARATORS, FUNDING_KINDS, IP_TERMS, NEED_STATUSES, type NeedContent } from '../competition/need.ts'

const CLOSED = { additionalProperties: false }
const short = Type.String({ maxLength: 120, default: '' })
const long = Type.String({ maxLength: 8000, default: '' })
const choice = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] })
// Null comes first: reading a form, nothing would otherwise become 0 or an empty text.
const orNull = <T>(schema: object) => Type.Unsafe<T | null>({ anyOf: [{ type: 'null' }, schema], default: null })
const readiness = orNull<number>({ type: 'integer', minimum: 1, maximum: 9 })

const IndicatorBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  comparator: choice(COMPARATORS),
  value: Type.String({ minLength: 1, maxLength: 120 }),
  unit: Type.String({ maxLength: 40, default: '' }),
}, CLOSED)

const CriterionBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80 }),
  weight: Type.Integer({ minimum: 1, maximum: 100 }),
}, CLOSED)

/** A need as its issuer writes it. Everything may be missing while it is a draft. */
export const NeedBody = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 120 }),
  summary: Type.String({ maxLength: 1000, default: '' }),
  background: long,
  indicators: Type.Array(IndicatorBody, { maxItems: 30, default: [] }),
  constraints: long,
  trlNow: readiness,
  trlWanted: readiness,
  funding: orNull<{ kind: (typeof FUNDING_KINDS)[number]; amount: number }>({
    type: 'object', additionalProperties: false, required: ['kind', 'amount'],
    properties: { kind: { type: 'string', enum: [...FUNDING_KINDS] }, amount: { type: 'integer', minimum: 0, maximum: 1e11 } },
  }),
  ipTerms: orNull<(typeof IP_TERMS)[number]>({ type: 'string', enum: [...IP_TERMS] }),
  bidderConditions: long,
  deadline: orNull<string>({ type: 'string', format: 'date-time' }),
  park: orNull<string>({ type: 'string', maxLength: 80 }),
  tracks: Type.Array(short, { maxItems: 6, default: [] }),
  keywords: Type.Array(short, { maxItems: 20, default: [] }),
  annex: long,
  criteria: Type.Array(CriterionBody, { maxItems: 12, default: [] }),
}, CLOSED)
export type NeedBody = Static<typeof NeedBody>

/** The editor's body carries the revision it was made from, so that two editors cannot overwrite each other. */
export const NeedEdit = Type.Object({ ...NeedBody.properties, revision: Type.Integer({ minimum: 0 }) }, CLOSED)

export function contentOf(body: NeedBody, attachments: NeedContent['attachments'] = []): NeedContent {
  const { deadline, criteria, ...rest } = body
  return {
    ...rest, attachments,
    deadline: deadline ? new Date(deadline) : null,
    criteria: criteria.map((criterion, i) => ({ id: `c${i + 1}`, ...criterion })),
  }
}

const when = Type.Unsafe<Date | string | null>({ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] })
const anything = Type.Unsafe<unknown>({})

/** What a reader sees of a need; fields that are not theirs are absent. */
export const NeedAnswer = Type.Unsafe<NeedView>(Type.Object({
  id: Type.String(), number: Type.String(), status: choice(NEED_STATUSES), title: Type.String(), summary: Type.String(),
  indicators: Type.Array(anything), funding: anything, trlNow: anything, trlWanted: anything, ipTerms: anything,
  tracks: Type.Array(Type.String()), park: anything, keywords: Type.Array(Type.String()), criteria: Type.Array(anything),
  deadline: when, organisation: Type.String(), entered: Type.Record(Type.String(), when), policy: anything, reason: Type.String(),
  next: Type.Object({ key: Type.String(), who: Type.String(), by: when }), standing: Type.Record(Type.String(), Type.Boolean()),
  revision: Type.Integer(), contentVersion: Type.Integer(),
  detail: Type.Optional(anything), annex: Type.Optional(Type.String()), remarks: Type.Optional(anything),
  publishAt: Type.Optional(when), withdrawalRequest: Type.Optional(anything), amendment: Type.Optional(anything),
  history: Type.Optional(Type.Array(anything)), opening: Type.Optional(anything),
  received: Type.Optional(Type.Integer()), receipts: Type.Optional(Type.Array(Type.String())), receiptsRoot: Type.Optional(Type.String()), panel: Type.Optional(anything),
  reviewers: Type.Optional(Type.Integer()), ranking: Type.Optional(anything), winner: Type.Optional(anything),
  objections: Type.Optional(anything), contract: Type.Optional(anything), signingEnds: Type.Optional(when),
}))
