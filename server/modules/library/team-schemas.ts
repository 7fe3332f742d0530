import Type, { type Static } from 'typebox'
import { anyOfThese, LIST_QUERY } from '../search/list-parts.ts'
import type { TypedQuery } from '../search/search-index.ts'
import { choice, CLOSED, orNull } from './achievement-schemas.ts'
import { pageOf } from './library-list.ts'
import type { TeamView } from './team.ts'

const id = Type.String({ minLength: 1, maxLength: 80 })

/** A team as its lead writes it. */
export const TeamBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80 }),
  profile: Type.String({ minLength: 1, maxLength: 2000 }),
  keywords: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20, default: [] }),
  tracks: Type.Array(id, { minItems: 1, maxItems: 6 }),
  district: Type.String({ maxLength: 60, default: '' }),
  capacity: Type.Integer({ minimum: 0, maximum: 50 }),
  members: Type.Array(id, { maxItems: 60, default: [] }),
}, CLOSED)
export type TeamBody = Static<typeof TeamBody>

export const TeamEdit = Type.Object({ ...TeamBody.properties, revision: Type.Integer({ minimum: 0 }) }, CLOSED)

export const TEAM_SORTS = ['relevance', 'newest'] as const
export const TeamQuery = Type.Object({
  ...LIST_QUERY, track: anyOfThese('Track ids'), district: anyOfThese('Districts'), sort: Type.Optional(choice(TEAM_SORTS)),
}, CLOSED)
export type TeamQuery = Static<typeof TeamQuery>

export function teamSearch(query: TeamQuery, locale: 'zh-CN' | 'en'): Omit<TypedQuery, 'kind'> {
  return {
    text: query.q ?? '', locale, facets: ['tracks', 'district'], sort: teamSort(query), ...pageOf(query.after),
    filter: { tracks: query.track ?? [], district: query.district ?? [] },
  }
}

export const teamSort = ({ sort, q }: TeamQuery): (typeof TEAM_SORTS)[number] => sort ?? (q ? 'relevance' : 'newest')

export const TeamAnswer = Type.Unsafe<TeamView>(Type.Object({
  id: Type.String(), name: Type.String(), organisation: Type.String(), profile: Type.String(), keywords: Type.Array(Type.String()),
  tracks: Type.Array(Type.String()), district: Type.String(), capacity: Type.Integer(), delivered: Type.Integer(),
  changedAt: orNull({ type: 'string', format: 'date-time' }), revision: Type.Integer(), keeper: Type.Boolean(),
  lead: Type.Optional(Type.String()), members: Type.Optional(Type.Array(Type.String())),
}))
