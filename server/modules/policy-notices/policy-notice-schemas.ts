import Type, { type Static } from 'typebox'
import type { PolicyNoticeContent, PolicyNoticeView } from './policy-notice.ts'

const CLOSED = { additionalProperties: false }
const ids = Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 30, default: [] })
const dateOrNull = { anyOf: [{ type: 'null' }, { type: 'string', format: 'date-time' }] }

export const PolicyNoticeBody = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 120 }), authority: Type.String({ minLength: 1, maxLength: 120 }),
  summary: Type.String({ minLength: 1, maxLength: 2000 }), link: Type.String({ maxLength: 500, default: '' }), tracks: ids, parks: ids,
  applyUntil: Type.Unsafe<string | null>({ ...dateOrNull, default: null }),
}, CLOSED)
export const WithdrawalBody = Type.Object({ reason: Type.String({ maxLength: 1000, default: '' }) }, CLOSED)

export function contentOf({ applyUntil, ...body }: Static<typeof PolicyNoticeBody>): PolicyNoticeContent {
  return { ...body, title: body.title.trim(), link: body.link.trim(), applyUntil: applyUntil === null ? null : new Date(applyUntil) }
}

const list = Type.Array(Type.String())
export const PolicyNoticeAnswer = Type.Unsafe<PolicyNoticeView>(Type.Object({
  id: Type.String(), revision: Type.Integer(), title: Type.String(), authority: Type.String(), summary: Type.String(), link: Type.String(),
  tracks: list, parks: list, applyUntil: Type.Unsafe(dateOrNull), publishedAt: Type.Unsafe({ type: 'string', format: 'date-time' }),
  withdrawn: Type.Boolean(), keeper: Type.Boolean(),
}))
