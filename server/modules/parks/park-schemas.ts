import Type, { type Static } from 'typebox'
import { ASSESSMENT_RESULTS, type ParkView, TRACK_GROUPS } from './park.ts'

const CLOSED = { additionalProperties: false }
const name = Type.String({ minLength: 1, maxLength: 80 })
const id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,39}$' })
const choice = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] })

const DirectionBody = Type.Object({
  name, nameEn: Type.String({ maxLength: 120, default: '' }), detail: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20, default: [] }),
  tracks: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 6, default: [] }),
}, CLOSED)

const content = {
  name, nameEn: Type.String({ maxLength: 120, default: '' }), district: name, districtEn: Type.String({ maxLength: 120, default: '' }),
  directions: Type.Array(DirectionBody, { minItems: 1, maxItems: 20 }),
}

export const ParkEdit = Type.Object({ ...content, revision: Type.Integer({ minimum: 0 }) }, CLOSED)
export const ParkBody = Type.Object({ id, ...content }, CLOSED)
export const Reason = Type.Object({ reason: Type.String({ maxLength: 1000, default: '' }) }, CLOSED)
export const AssessmentBody = Type.Object({
  year: Type.Integer({ minimum: 2000, maximum: 2100 }), result: choice(ASSESSMENT_RESULTS), note: Type.String({ maxLength: 2000, default: '' }),
}, CLOSED)
export type ParkBody = Static<typeof ParkBody>

export const TrackBody = Type.Object({ id, name, nameEn: Type.String({ minLength: 1, maxLength: 120 }), group: choice(TRACK_GROUPS) }, CLOSED)

const Direction = Type.Object({ name: Type.String(), nameEn: Type.String(), detail: Type.Array(Type.String()), tracks: Type.Array(Type.String()) })
export const ParkAnswer = Type.Unsafe<ParkView>(Type.Object({
  id: Type.String(), name: Type.String(), nameEn: Type.String(), district: Type.String(), districtEn: Type.String(), listed: Type.Boolean(),
  directions: Type.Array(Direction), revision: Type.Integer(), keeper: Type.Boolean(),
  assessments: Type.Array(Type.Object({ year: Type.Integer(), result: choice(ASSESSMENT_RESULTS), note: Type.Optional(Type.String()) })),
}))
export const TrackAnswer = Type.Object({ id: Type.String(), name: Type.String(), nameEn: Type.String(), group: choice(TRACK_GROUPS) })
export const PlatformAnswer = Type.Object({
  id: Type.String(), name: Type.String(), nameEn: Type.String(), kind: Type.String(), park: Type.Unsafe<string | null>({ anyOf: [{ type: 'string' }, { type: 'null' }] }),
})
export const listOf = <T extends ReturnType<typeof Type.Object>>(item: T) => Type.Object({ items: Type.Array(item), next: Type.Null() })
