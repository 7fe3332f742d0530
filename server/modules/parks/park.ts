import { type Actor, hasRole, isOfficer, type Viewer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

export interface Direction { name: string; nameEn: string; detail: string[]; tracks: string[] }

export const ASSESSMENT_RESULTS = ['excellent', 'good', 'fair', 'poor'] as const
export interface Assessment { year: number; result: (typeof ASSESSMENT_RESULTS)[number]; note: string }

/** What staff write about a park. */
export interface ParkContent {
  name: string
  nameEn: string
  district: string
  districtEn: string
  directions: Direction[]
}

/** A science-and-technology park with the directions it specialises in (园区 × 方向). Ids are short and stable: `haian-kfq`. */
export interface Park extends Aggregate, ParkContent {
  /** Parks enter and leave the list by yearly assessment (先建后评、有进有出). */
  listed: boolean
  assessments: Assessment[]
}

export const TRACK_GROUPS = ['track', 'cluster', 'future-industry'] as const

/** A field of technology by which needs, achievements and parks are sorted (赛道). */
export interface Track { id: string; name: string; nameEn: string; group: (typeof TRACK_GROUPS)[number] }

/** A place that offers equipment, space or services to many (平台). `park` is where it stands, when that is known. */
export interface Platform { id: string; name: string; nameEn: string; kind: string; park: string | null }

export type ParkRefusal = 'not-staff' | 'already-listed' | 'not-listed' | 'reason-missing' | 'year-ahead'

/** The region's directory is kept by the staff: officers know the parks, administrators the system. */
export const keepsRegion = (viewer: Viewer): boolean => isOfficer(viewer) || hasRole(viewer, 'administrator')

export function addPark(id: string, content: ParkContent, actor: Actor, now: Date): Outcome<Park, ParkRefusal> {
  if (!keepsRegion(actor)) return refused('not-staff')
  const blank: Park = { ...content, id, revision: 0, events: [], listed: true, assessments: [] }
  return done(record(blank, {}, { type: 'park-entered', by: actor.id, at: now, data: { reason: '' } }))
}

export function editPark(park: Park, content: ParkContent, actor: Actor, now: Date): Outcome<Park, ParkRefusal> {
  if (!keepsRegion(actor)) return refused('not-staff')
  return done(record(park, content, { type: 'park-edited', by: actor.id, at: now }))
}

/** One assessment a year; assessing a year again replaces its result, and the journal keeps both. */
export function assessPark(park: Park, assessment: Assessment, actor: Actor, now: Date): Outcome<Park, ParkRefusal> {
  if (!keepsRegion(actor)) return refused('not-staff')
  if (assessment.year > now.getUTCFullYear()) return refused('year-ahead', { year: 'error.yearAhead' })
  const others = park.assessments.filter((one) => one.year !== assessment.year)
  const assessments = [...others, assessment].sort((a, b) => b.year - a.year)
  return done(record(park, { assessments }, { type: 'park-assessed', by: actor.id, at: now, data: { year: assessment.year, result: assessment.result } }))
}

export function enterPark(park: Park, reason: string, actor: Actor, now: Date): Outcome<Park, ParkRefusal> {
  if (park.listed) return refused('already-listed')
  return move(park, true, 'park-entered', reason, actor, now)
}

/** Needs and achievements keep the park they were filed under; it only leaves the directory. */
export function leavePark(park: Park, reason: string, actor: Actor, now: Date): Outcome<Park, ParkRefusal> {
  if (!park.listed) return refused('not-listed')
  return move(park, false, 'park-left', reason, actor, now)
}

function move(park: Park, listed: boolean, type: string, reason: string, actor: Actor, now: Date): Outcome<Park, ParkRefusal> {
  if (!keepsRegion(actor)) return refused('not-staff')
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(record(park, { listed }, { type, by: actor.id, at: now, data: { reason } }))
}

export interface ParkView extends Omit<Park, 'events' | 'assessments'> {
  /** Results are public, the notes behind them are the staff's. */
  assessments: (Omit<Assessment, 'note'> & { note?: string })[]
  keeper: boolean
}

/** The one place that decides who sees a park; undefined means it does not exist for them. */
export function viewPark(park: Park, viewer: Viewer): ParkView | undefined {
  const keeper = keepsRegion(viewer)
  if (!park.listed && !keeper) return undefined
  const { events: _events, assessments, ...shown } = park
  return { ...shown, keeper, assessments: keeper ? assessments : assessments.map(({ year, result }) => ({ year, result })) }
}

export type TrackRefusal = 'not-staff' | 'track-exists' | 'unknown-track'

/** Ids stay for ever, since needs carry them; names and groups may change. */
export function changeTrack(known: readonly Track[], track: Track, adding: boolean, actor: Actor): Outcome<Track, TrackRefusal> {
  if (!keepsRegion(actor)) return refused('not-staff')
  const exists = known.some((one) => one.id === track.id)
  if (adding && exists) return refused('track-exists', { id: 'error.duplicate' })
  if (!adding && !exists) return refused('unknown-track')
  const sameName = known.some((one) => one.id !== track.id && one.name === track.name)
  return sameName ? refused('track-exists', { name: 'error.duplicate' }) : done(track)
}
