import Type, { type Static } from 'typebox'
import { anyOfThese, LIST_QUERY, rangeOf, wholeNumber } from '../search/list-parts.ts'
import type { TypedQuery } from '../search/search-index.ts'
import { type AchievementView, OFFERS, TIERS } from './achievement.ts'
import { pageOf } from './library-list.ts'

export const CLOSED = { additionalProperties: false }
export const choice = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] })
export const orNull = <T>(schema: object, more: object = {}) => Type.Unsafe<T | null>({ anyOf: [schema, { type: 'null' }], ...more })
const id = Type.String({ minLength: 1, maxLength: 80 })

/** An achievement as its owner writes it; what readers need must be there when it is published. */
export const AchievementBody = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 120 }),
  summary: Type.String({ maxLength: 2000, default: '' }),
  keywords: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20, default: [] }),
  teams: Type.Array(id, { maxItems: 12, default: [] }),
  tracks: Type.Array(id, { maxItems: 6, default: [] }),
  trl: orNull<number>({ type: 'integer', minimum: 1, maximum: 9 }, { default: null }),
  tier: orNull<(typeof TIERS)[number]>({ type: 'string', enum: [...TIERS] }, { default: null }),
  evidence: Type.String({ maxLength: 2000, default: '' }),
  offer: orNull<(typeof OFFERS)[number]>({ type: 'string', enum: [...OFFERS] }, { default: null }),
  price: orNull<number>({ type: 'integer', minimum: 0, maximum: 1e11 }, { default: null }),
}, CLOSED)
export type AchievementBody = Static<typeof AchievementBody>

/** The revision it was edited from, so that two editors cannot overwrite each other. */
export const AchievementEdit = Type.Object({ ...AchievementBody.properties, revision: Type.Integer({ minimum: 0 }) }, CLOSED)

export const ACHIEVEMENT_SORTS = ['relevance', 'newest', 'amount'] as const
export const AchievementQuery = Type.Object({
  ...LIST_QUERY,
  track: anyOfThese('Track ids'), tier: Type.Optional(Type.Array(choice(TIERS), { maxItems: 4 })),
  offer: Type.Optional(Type.Array(choice(OFFERS), { maxItems: 5 })),
  trlMin: wholeNumber('Readiness, at least'), trlMax: wholeNumber('Readiness, at most'),
  sort: Type.Optional(choice(ACHIEVEMENT_SORTS)),
}, CLOSED)
export type AchievementQuery = Static<typeof AchievementQuery>

export function achievementSearch(query: AchievementQuery, locale: 'zh-CN' | 'en'): Omit<TypedQuery, 'kind'> {
  const trl = rangeOf(query.trlMin, query.trlMax)
  return {
    text: query.q ?? '', locale, facets: ['tracks', 'tier', 'status'], sort: achievementSort(query), ...pageOf(query.after),
    filter: { tracks: query.track ?? [], tier: query.tier ?? [], status: query.offer ?? [], ...(trl ? { trl } : {}) },
  }
}

export const achievementSort = ({ sort, q }: AchievementQuery): (typeof ACHIEVEMENT_SORTS)[number] => sort ?? (q ? 'relevance' : 'newest')

const when = orNull<Date | string>({ type: 'string', format: 'date-time' })

export const AchievementAnswer = Type.Unsafe<AchievementView>(Type.Object({
  id: Type.String(), title: Type.String(), summary: Type.String(), keywords: Type.Array(Type.String()), teams: Type.Array(Type.String()),
  tracks: Type.Array(Type.String()), trl: orNull({ type: 'integer' }), tier: orNull({ type: 'string', enum: [...TIERS] }),
  evidence: Type.String(), offer: orNull({ type: 'string', enum: [...OFFERS] }), price: orNull({ type: 'integer' }), organisation: Type.String(),
  published: Type.Boolean(), changedAt: when, revision: Type.Integer(), keeper: Type.Boolean(),
}, { title: 'Achievement' }))

const counts = Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }))
/** A page of a list of the library. */
export const listAnswer = <V>(item: object, facets: readonly string[]) => Type.Unsafe<{ items: V[]; next: string | null; total: number }>(Type.Object({
  items: Type.Array(item as ReturnType<typeof Type.Object>), next: orNull({ type: 'string' }), total: Type.Integer(),
  facets: Type.Object(Object.fromEntries(facets.map((facet) => [facet, Type.Optional(counts)]))), degraded: Type.Optional(Type.String()),
}))
