import Type, { type Static } from 'typebox'
import { COMPARATORS, FUNDING_KINDS, IP_TERMS, type NeedContent } from '../competition/need.ts'

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

const EXAMPLE = {
  title: '海上动态海缆疲劳监测', summary: '在浮式平台上连续监测动态海缆的疲劳累积。', background: '现有人工巡检每季度一次。',
  indicators: [{ name: '应变测量误差', comparator: 'at-most', value: '5', unit: 'με' }], constraints: '传感器总重不超过 3 kg', trlNow: 3, trlWanted: 6,
  funding: { kind: 'budget', amount: 1_200_000 }, ipTerms: 'shared', deadline: '2027-03-31T15:59:59.000Z', tracks: ['deep-sea-equipment'],
  keywords: ['海缆', '疲劳'], criteria: [{ name: '技术路线', weight: 60 }, { name: '团队', weight: 40 }],
}

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
}, { ...CLOSED, examples: [EXAMPLE] })
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
