import { type Actor, isOfficer, type OrganisationKind, type Viewer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

/** What staff write about a policy that supports enterprises (惠企政策): a subsidy, a voucher, a programme to apply for. */
export interface PolicyNoticeContent {
  title: string
  /** Authority that issued it (发文单位). */
  authority: string
  summary: string
  /** Web address of the official text; may be empty. */
  link: string
  /** Ids. An enterprise is meant by one track or one park in common; by everything where both are empty. */
  tracks: string[]
  parks: string[]
  /** Applications are taken until then; null: always. */
  applyUntil: Date | null
}

export interface PolicyNotice extends Aggregate, PolicyNoticeContent {
  publishedAt: Date
  withdrawn: boolean
}

export type PolicyNoticeRefusal = 'not-staff' | 'address-invalid' | 'application-over' | 'already-withdrawn' | 'reason-missing'

export function publishPolicyNotice(id: string, content: PolicyNoticeContent, actor: Actor, now: Date): Outcome<PolicyNotice, PolicyNoticeRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (content.link !== '' && !/^https?:\/\/\S+$/.test(content.link)) return refused('address-invalid', { link: 'error.url' })
  if (content.applyUntil && content.applyUntil <= now) return refused('application-over', { applyUntil: 'error.past' })
  const blank: PolicyNotice = { ...content, id, publishedAt: now, withdrawn: false, revision: 0, events: [] }
  return done(record(blank, {}, { type: 'policy-notice-published', by: actor.id, at: now }))
}

/** A notice that was wrong is taken back, with the reason in the audit log, and published anew. */
export function withdrawPolicyNotice(notice: PolicyNotice, reason: string, actor: Actor, now: Date): Outcome<PolicyNotice, PolicyNoticeRefusal> {
  if (!isOfficer(actor)) return refused('not-staff')
  if (notice.withdrawn) return refused('already-withdrawn')
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  return done(record(notice, { withdrawn: true }, { type: 'policy-notice-withdrawn', by: actor.id, at: now, data: { reason: reason.trim() } }))
}

/** What decides whom a notice is meant for. `tracks`: those of the organisation's needs. */
export interface Addressee { kind: OrganisationKind; park: string | null; tracks: readonly string[] }

/** Why a notice fits; `everyone`: it names neither tracks nor parks. */
export interface Fit { everyone: boolean; tracks: string[]; park: string | null }

/** Undefined: it is not meant for them. */
export function fitFor({ tracks, parks }: PolicyNoticeContent, { kind, park, tracks: own }: Addressee): Fit | undefined {
  if (kind !== 'enterprise') return undefined
  if (tracks.length === 0 && parks.length === 0) return { everyone: true, tracks: [], park: null }
  const fit: Fit = { everyone: false, tracks: tracks.filter((track) => own.includes(track)), park: park !== null && parks.includes(park) ? park : null }
  return fit.tracks.length > 0 || fit.park !== null ? fit : undefined
}

export const isCurrent = ({ withdrawn, applyUntil }: PolicyNotice, now: Date): boolean => !withdrawn && (applyUntil === null || applyUntil > now)

export interface PolicyNoticeView extends Omit<PolicyNotice, 'events'> { keeper: boolean }

/** The one place that decides who sees a notice; undefined means it does not exist for them. */
export function viewPolicyNotice(notice: PolicyNotice, viewer: Viewer): PolicyNoticeView | undefined {
  const keeper = isOfficer(viewer)
  if (notice.withdrawn && !keeper) return undefined
  const { events: _events, ...shown } = notice
  return { ...shown, keeper }
}
