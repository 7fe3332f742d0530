import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { formatDate, formatMoney } from '../../kernel/format.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { carried, degradedNotice, facetGroup, listHref } from '../search/list-parts.ts'
import { type AchievementView, missingInAchievement, OFFERS, TIERS } from './achievement.ts'
import { ACHIEVEMENT_SORTS, type AchievementQuery, achievementSort } from './achievement-schemas.ts'
import type { LibraryList, Listed } from './library-list.ts'
import type { Owned } from './library-reader.ts'
import type { Team } from './team.ts'

type Reader = Pick<Context, 'locale' | 'words'>

const PATH = '/achievements'
const FACETS = ['track', 'tier', 'offer'] as const
const RANGES = ['trlMin', 'trlMax'] as const

export function achievementList(
  list: LibraryList<AchievementView>, query: AchievementQuery, region: RegionNames, mayAdd: boolean, reader: Reader,
): Page {
  const { words, locale } = reader
  return {
    template: 'lists/list',
    title: words('library.achievements'),
    model: {
      lead: words('library.achievementsLead'), placeholder: words('library.achievementsPlaceholder'), action: PATH, q: query.q ?? '',
      sort: achievementSort(query), sorts: ACHIEVEMENT_SORTS.map((value) => ({ value, label: words(`lists.sort.${value}`) })),
      ranges: RANGES.map((name) => ({ name, label: words(`lists.${name}`), value: query[name] ?? '' })),
      rangesOpen: RANGES.some((name) => query[name]) || query.sort !== undefined,
      carried: carried(query, ['q', 'sort', ...RANGES]), facetCarried: carried(query, FACETS),
      groups: [
        facetGroup('track', words('lists.track'), list.facets.tracks, query.track ?? [], (id) => region.track(id, locale)),
        facetGroup('tier', words('library.tier'), list.facets.tier, query.tier ?? [], (tier) => words(`library.tier.${tier}`)),
        facetGroup('offer', words('library.offer'), list.facets.status, query.offer ?? [], (offer) => words(`library.offer.${offer}`)),
      ],
      ...(FACETS.some((name) => query[name]?.length) ? { clearHref: listHref(PATH, query, { track: [], tier: [], offer: [] }) } : {}),
      total: words('library.achievementsTotal', { count: list.total }),
      cards: list.listed.map((one) => achievementCard(one, region, reader)),
      ...(list.next ? { next: listHref(PATH, query, { after: list.next }) } : {}),
      ...(query.after ? { first: listHref(PATH, query) } : {}),
      ...(mayAdd ? { add: { href: `${PATH}/new`, label: words('library.addAchievement') } } : {}),
      notice: degradedNotice(list, words),
      empty: { title: words('library.noAchievements'), text: words('library.noAchievementsText'), action: words('lists.showAll'), href: PATH },
    },
  }
}

export function achievementCard({ view, owner, highlights }: Listed<AchievementView>, region: RegionNames, { words, locale }: Reader) {
  const meta = [
    owner.name, view.trl ? `TRL ${view.trl}` : '', view.offer ? words(`library.offer.${view.offer}`) : '',
    view.price === null ? '' : formatMoney(view.price, locale), view.tier ? words(`library.tier.${view.tier}`) : '',
  ]
  return {
    href: `${PATH}/${view.id}`, title: view.title, meta: meta.filter(Boolean), text: view.summary,
    tags: view.tracks.map((track) => region.track(track, locale)),
    ...(highlights ? { segments: highlights.title, excerpt: highlights.summary } : {}),
  }
}

export function achievementPage({ view, owner }: Owned<AchievementView>, teams: ReadonlyMap<string, string>, region: RegionNames, reader: Reader): Page {
  const { words, locale } = reader
  const facts = [
    { label: words('library.organisation'), value: owner.name },
    { label: words('lists.track'), value: view.tracks.map((track) => region.track(track, locale)).join(' · ') },
    { label: words('library.trl'), value: view.trl ? `TRL ${view.trl} ${words(`needs.trl.${view.trl}`)}` : '' },
    { label: words('library.tier'), value: view.tier ? words(`library.tier.${view.tier}`) : '' },
    { label: words('library.offer'), value: view.offer ? words(`library.offer.${view.offer}`) : words('library.negotiable') },
    { label: words('library.price'), value: view.price === null ? words('library.negotiable') : formatMoney(view.price, locale) },
    { label: words('library.keywords'), value: view.keywords.join(' · ') },
    { label: words('library.changed'), value: formatDate(view.changedAt, locale) },
  ]
  return {
    template: 'library/achievement',
    title: view.title,
    model: {
      achievement: view, facts, teams: view.teams.flatMap((id) => teamLink(id, teams)),
      missing: view.keeper && !view.published ? Object.keys(missingInAchievement(view)).map((field) => words(`field.${field}`)) : [],
    },
  }
}

function teamLink(id: string, names: ReadonlyMap<string, string>): { href: string; label: string }[] {
  const label = names.get(id)
  return label ? [{ href: `/teams/${id}`, label }] : []
}

export function achievementEditor(
  parts: { values: Record<string, unknown>; region: RegionNames; teams: readonly Team[]; view?: AchievementView; form?: FormState }, reader: Reader,
): Page {
  const { words, locale } = reader
  const { view, values, region, teams, form } = parts
  const named = <T extends string>(list: readonly T[], prefix: string) => list.map((value) => ({ value, label: words(`${prefix}.${value}`) }))
  return {
    template: 'library/achievement-editor',
    title: words(view ? 'library.editAchievement' : 'library.newAchievement'),
    ...(form ? { form } : {}),
    model: {
      achievement: view, values, tiers: named(TIERS, 'library.tier'), offers: named(OFFERS, 'library.offer'),
      readiness: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => ({ value: String(level), label: `TRL ${level} ${words(`needs.trl.${level}`)}` })),
      tracks: region.tracks.map((track) => ({ value: track.id, label: region.track(track.id, locale) })),
      teams: teams.map((team) => ({ value: team.id, label: team.name })),
      action: view ? `${PATH}/${view.id}/edit` : `${PATH}/new`, cancelHref: view ? `${PATH}/${view.id}` : PATH,
    },
  }
}
