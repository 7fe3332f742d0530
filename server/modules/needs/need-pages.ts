import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { hasRole } from '../../kernel/actor.ts'
import type { Words } from '../../kernel/words.ts'
import { isOpen } from '../competition/publicity.ts'
import type { NeedView } from '../competition/need-view.ts'
import { COMPARATORS, FUNDING_KINDS, IP_TERMS, type NeedStatus } from '../competition/need.ts'
import type { RegionNames } from '../parks/region-names.ts'

export interface NeedNames { region: RegionNames; organisation(id: string): string }

/** The parts of a need that a remark can be about. */
export const PARTS = [
  'title', 'summary', 'background', 'indicators', 'constraints', 'trl', 'funding', 'ipTerms', 'bidderConditions', 'deadline',
  'tracks', 'criteria', 'annex', 'other',
] as const

type Reader = Pick<Context, 'locale' | 'words' | 'viewer'>

/** The public page of a need and, for those inside, what they may do with it. */
export function needPage(view: NeedView, names: NeedNames, reader: Reader): Page {
  const { locale, words } = reader
  return {
    template: 'needs/page',
    title: view.title,
    model: {
      need: view,
      organisation: names.organisation(view.organisation),
      park: names.region.park(view.park, locale),
      tracks: view.tracks.map((track) => names.region.track(track, locale)),
      indicators: view.indicators.map((one) => ({ ...one, comparator: words(`needs.comparator.${one.comparator}`) })),
      facts: factsOf(view, names, reader),
      timeline: timelineOf(view, words),
      next: nextOf(view, words),
      winner: view.winner && { ...view.winner, name: names.organisation(view.winner.organisation) },
      actions: actionsOf(view, reader), amended: view.history ? words('needs.amendedTo', { count: view.history.length, version: view.contentVersion }) : '',
      reasonText: reasonOf(view, words),
    },
  }
}

const CLOCK_REASONS = ['too-few-bids', 'no-winner-left', 'objection-upheld']

/** Reasons given by people are their words; those given by the rules are ours. */
function reasonOf({ reason }: NeedView, words: Words): string {
  return CLOCK_REASONS.includes(reason) ? words(`needs.reason.${reason}`) : reason
}

function factsOf(view: NeedView, names: NeedNames, { locale, words }: Reader) {
  const facts: { label: string; value: string; href?: string }[] = [
    { label: words('needs.number'), value: view.number },
    { label: words('needs.organisation'), value: names.organisation(view.organisation) },
    { label: words('needs.park'), value: names.region.park(view.park, locale) },
    { label: words('needs.trl'), value: readiness(view) },
    { label: words('needs.ipTerms'), value: view.ipTerms ? words(`needs.ip.${view.ipTerms}`) : '' },
    { label: words('needs.policy'), ...policyFact(view, words) },
  ]
  return facts.filter((fact) => fact.value !== '')
}

function policyFact({ policy }: NeedView, words: Words): { value: string; href?: string } {
  return policy ? { value: words('needs.policyVersion', { version: policy.version }), href: `/policies/${policy.id}/${policy.version}` } : { value: '' }
}

function readiness({ trlNow, trlWanted }: NeedView): string {
  return [trlNow, trlWanted].filter((level) => level !== null).map((level) => `TRL ${level}`).join(' → ')
}

const PATH: readonly NeedStatus[] = [
  'submitted', 'approved', 'published', 'closed', 'evaluating', 'proposed', 'publicised', 'contracting', 'executing',
]

/** The straight path with the dates that are known; a competition that ended elsewhere shows its end. */
export function timelineOf(view: Pick<NeedView, 'status' | 'entered'>, words: Words) {
  const here = PATH.indexOf(view.status)
  const ended = here === -1 && view.status !== 'draft'
  const steps = PATH.filter((state) => !ended || view.entered[state]).map((state) => ({
    label: words(`state.need.${state}`),
    date: view.entered[state] ?? null,
    done: ended ? true : PATH.indexOf(state) < here,
    current: state === view.status,
  }))
  if (!ended) return steps
  return [...steps, { label: words(`state.need.${view.status}`), date: view.entered[view.status] ?? null, done: false, current: true }]
}

/** What happens next, who acts, by when: on every page that shows a need. */
export function nextOf(view: Pick<NeedView, 'next'>, words: Words) {
  const { key, who, by } = view.next
  return { text: words(`next.${key}`), who: who === 'nobody' || who === 'clock' ? null : words(`next.turn.${who}`), by }
}

interface NeedAction { href: string; label: string; primary?: boolean }

/** Links to what this reader can do now; each leads to a page that asks and explains. */
function actionsOf(view: NeedView, { words, viewer }: Reader): NeedAction[] {
  const { issuer, officer, reviewer, winner } = view.standing
  const at = (path: string, key: string, primary = false): NeedAction => ({ href: `/needs/${view.id}${path}`, label: words(`needs.do.${key}`), primary })
  const staff = (path: string, key: string): NeedAction => ({ href: `/staff/needs/${view.id}${path}`, label: words(`needs.do.${key}`), primary: true })
  const links: [boolean, NeedAction][] = [
    [issuer && view.status === 'draft', at('/edit', 'edit', true)],
    [officer && view.status === 'submitted', staff('/review', 'review')],
    [officer && ['approved', 'published'].includes(view.status), staff('/review', 'manage')],
    [!issuer && !officer && view.status === 'published', at('/bid', 'bid', true)],
    [(issuer || officer) && view.status === 'closed', at('/opening', 'open', true)],
    [officer && view.status === 'evaluating', staff('/panel', 'panel')],
    [reviewer && view.status === 'evaluating', { href: `/reviews/${view.id}`, label: words('needs.do.score'), primary: true }],
    [issuer && ['evaluating', 'proposed'].includes(view.status), at('/award', 'award', true)],
    [officer && view.status === 'proposed', staff('/award', 'confirm')],
    [officer && (view.objections?.some(isOpen) ?? false), staff('/objections', 'objections')],
    [!officer && view.status === 'publicised', at('/objection', 'object')],
    [(issuer || winner || officer) && ['contracting', 'executing'].includes(view.status), at('/contract', 'contract', true)],
    [winner && view.status === 'publicised', at('/contract', 'decline')],
    [issuer || officer, at('/matches', 'matches')],
    [issuer && ['draft', 'submitted', 'approved', 'published'].includes(view.status), at('/withdraw', 'withdraw')],
    [(issuer || officer) && view.status === 'published', at('/deadline', 'extend')],
    [issuer && view.status === 'published', at('/amendment', view.amendment ? 'myAmendment' : 'amend')],
    [officer && view.amendment !== undefined, at('/amendment', 'amendment', true)],
    [view.entered.published !== undefined, at('/questions', 'questions')],
    [(issuer || officer || hasRole(viewer, 'researcher')) && view.status === 'published', at('/experts', 'experts')],
  ]
  return links.filter(([shown]) => shown).map(([, action]) => action)
}

/** The editor: one long form in parts, saved at any time, handed in when complete. */
export function editorPage(
  parts: { view?: NeedView; values: Record<string, unknown>; region: RegionNames; addRow?: string }, reader: Reader, form?: FormState,
): Page {
  const { view, values, region } = parts
  const { words, locale } = reader
  const options = <T extends string>(list: readonly T[], prefix: string) => list.map((value) => ({ value, label: words(`${prefix}.${value}`) }))
  const shown = form?.values ?? values
  return {
    template: 'needs/editor',
    title: words(view ? 'needs.editTitle' : 'needs.newTitle'),
    ...(form ? { form } : {}),
    model: {
      need: view,
      remarks: view?.remarks?.map((one) => ({ field: words(`needs.part.${one.field}`), text: one.text })) ?? [],
      values,
      indicators: withSpareRow(shown['indicators'], parts.addRow === 'indicators'),
      criteria: withSpareRow(shown['criteria'], parts.addRow === 'criteria'),
      comparators: options(COMPARATORS, 'needs.comparator'),
      fundingKinds: options(FUNDING_KINDS, 'needs.fundingKind'),
      ipTerms: options(IP_TERMS, 'needs.ip'),
      readiness: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => ({ value: String(level), label: `TRL ${level} ${words(`needs.trl.${level}`)}` })),
      parks: region.parks.map((park) => ({ value: park.id, label: region.park(park.id, locale) })),
      tracks: region.tracks.map((track) => ({ value: track.id, label: region.track(track.id, locale) })),
      action: view ? `/needs/${view.id}/edit` : '/needs/new',
    },
  }
}

/** Filled rows and one empty row, so that the form can grow without JavaScript. */
export function withSpareRow(rows: unknown, another: boolean): unknown[] {
  const list = Array.isArray(rows) ? rows : []
  return [...list, {}, ...(another ? [{}] : [])]
}

