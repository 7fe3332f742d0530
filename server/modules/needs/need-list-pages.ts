import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { formatDate, formatMoney } from '../../kernel/format.ts'
import { conditionsLabel } from '../search/saved-search-label.ts'
import { trimmed } from '../search/saved-search.ts'
import { carried, degradedNotice, facetGroup, listHref } from '../search/list-parts.ts'
import type { ListedNeed, NeedList } from './need-list.ts'
import { NEED_SORTS, type NeedListQuery, sortOf, statusesOf } from './need-list-query.ts'
import type { NeedNames } from './need-pages.ts'

type Reader = Pick<Context, 'locale' | 'words'>
type SignedInOrNot = Reader & Pick<Context, 'viewer'>

const PATH = '/needs'
const FACETS = ['status', 'track', 'park']

export function needListPage(list: NeedList, query: NeedListQuery, names: NeedNames, reader: SignedInOrNot): Page {
  const { words } = reader
  return {
    template: 'lists/list',
    title: words('lists.needsTitle'),
    model: {
      lead: words('lists.needsLead'), placeholder: words('lists.needsPlaceholder'), action: PATH, q: query.q ?? '',
      sort: sortOf(query), sorts: NEED_SORTS.map((value) => ({ value, label: words(`lists.sort.${value}`) })),
      ranges: rangesOf(query, reader), rangesOpen: RANGES.some((name) => query[name]) || query.sort !== undefined,
      carried: carried(query, ['q', 'sort', ...RANGES]), facetCarried: carried(query, FACETS),
      groups: groupsOf(list, query, names, reader),
      ...(FACETS.some((name) => query[name as 'park']?.length) ? { clearHref: listHref(PATH, query, { status: [], track: [], park: [] }) } : {}),
      total: words('lists.needsTotal', { count: list.total }),
      cards: list.listed.map((one) => needCard(one, names, reader)),
      ...(list.next ? { next: listHref(PATH, query, { after: list.next }) } : {}),
      ...(query.after ? { first: listHref(PATH, query) } : {}),
      notice: degradedNotice(list, words),
      ...savingOf(query, names, reader),
      empty: { title: words('lists.needsNone'), text: words('lists.needsNoneText'), action: words('lists.showAll'), href: `${PATH}?status=all` },
    },
  }
}

/** Whoever is signed in can keep what they searched for; a list without conditions is no search. */
function savingOf(query: NeedListQuery, { region }: NeedNames, { viewer, locale }: SignedInOrNot) {
  const { q, track, park, trlMin, trlMax, amountMin, amountMax } = query
  const conditions = trimmed({ q, track, park, trlMin, trlMax, amountMin, amountMax })
  if (viewer === null || Object.keys(conditions).length === 0) return {}
  return { save: { carried: carried({ ...conditions }, []), label: conditionsLabel(conditions, region, locale) } }
}

const RANGES = ['amountMin', 'amountMax', 'trlMin', 'trlMax'] as const

function rangesOf(query: NeedListQuery, { words }: Reader) {
  return RANGES.map((name) => ({
    name, label: words(`lists.${name}`), value: query[name] ?? '', ...(name.startsWith('amount') ? { suffix: words('lists.wan') } : {}),
  }))
}

function groupsOf({ facets }: NeedList, query: NeedListQuery, names: NeedNames, { words, locale }: Reader) {
  const chosen = query.status?.includes('all') ? [] : statusesOf(query)
  const status = facetGroup('status', words('lists.status'), facets.status, chosen, (state) => words(`state.need.${state}`))
  const all = { value: 'all', label: words('lists.allStatuses'), chosen: query.status?.includes('all') ?? false }
  return [
    { ...status, options: [all, ...status.options] },
    facetGroup('track', words('lists.track'), facets.tracks, query.track ?? [], (id) => names.region.track(id, locale)),
    facetGroup('park', words('lists.park'), facets.park, query.park ?? [], (id) => names.region.park(id, locale)),
  ]
}

/** A need in a list: what decides whether to open it. */
export function needCard({ view, highlights }: ListedNeed, names: NeedNames, { words, locale }: Reader) {
  const meta = [
    names.organisation(view.organisation),
    view.funding ? formatMoney(view.funding.amount, locale) : '',
    view.deadline ? words('lists.until', { date: formatDate(view.deadline, locale) }) : '',
    view.trlWanted ? `TRL ${view.trlWanted}` : '',
    names.region.park(view.park, locale),
  ]
  return {
    href: `/needs/${view.id}`, title: view.title, kind: 'need', state: view.status, meta: meta.filter(Boolean), text: view.summary,
    tags: view.tracks.map((track) => names.region.track(track, locale)),
    ...(highlights ? { segments: highlights.title, excerpt: highlights.summary } : {}),
  }
}
