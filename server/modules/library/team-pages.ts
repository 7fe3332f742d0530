import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { formatDate } from '../../kernel/format.ts'
import type { Person } from '../accounts/person.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { carried, degradedNotice, facetGroup, listHref } from '../search/list-parts.ts'
import type { AchievementView } from './achievement.ts'
import { achievementCard } from './achievement-pages.ts'
import type { LibraryList, Listed } from './library-list.ts'
import type { Owned } from './library-reader.ts'
import type { Team, TeamView } from './team.ts'
import { TEAM_SORTS, type TeamQuery, teamSort } from './team-schemas.ts'

type Reader = Pick<Context, 'locale' | 'words'>

const PATH = '/teams'

export function teamList(list: LibraryList<TeamView>, query: TeamQuery, region: RegionNames, reader: Reader): Page {
  const { words, locale } = reader
  return {
    template: 'lists/list',
    title: words('library.teams'),
    model: {
      lead: words('library.teamsLead'), placeholder: words('library.teamsPlaceholder'), action: PATH, q: query.q ?? '',
      sort: teamSort(query), sorts: TEAM_SORTS.map((value) => ({ value, label: words(`lists.sort.${value}`) })), ranges: [],
      rangesOpen: query.sort !== undefined, carried: carried(query, ['q', 'sort']), facetCarried: carried(query, ['track', 'district']),
      groups: [
        facetGroup('track', words('lists.track'), list.facets.tracks, query.track ?? [], (id) => region.track(id, locale)),
        facetGroup('district', words('library.district'), list.facets.district, query.district ?? [], (id) => districtIn(region, id, locale)),
      ],
      ...(query.track?.length || query.district?.length ? { clearHref: listHref(PATH, query, { track: [], district: [] }) } : {}),
      total: words('library.teamsTotal', { count: list.total }),
      cards: list.listed.map((one) => teamCard(one, region, reader)),
      ...(list.next ? { next: listHref(PATH, query, { after: list.next }) } : {}),
      ...(query.after ? { first: listHref(PATH, query) } : {}),
      notice: degradedNotice(list, words),
      empty: { title: words('library.noTeams'), text: words('library.noTeamsText'), action: words('lists.showAll'), href: PATH },
    },
  }
}

/** Districts are named by the parks that lie in them. */
function districtIn(region: RegionNames, district: string, locale: Reader['locale']): string {
  return locale === 'en' ? (region.parks.find((park) => park.district === district)?.districtEn ?? district) : district
}

export function teamCard({ view, owner, highlights }: Listed<TeamView>, region: RegionNames, { words, locale }: Reader) {
  const delivered = view.delivered > 0 ? words('library.deliveredCount', { count: view.delivered }) : ''
  return {
    href: `${PATH}/${view.id}`, title: view.name, meta: [owner.name, districtIn(region, view.district, locale), delivered].filter(Boolean), text: view.profile,
    tags: view.tracks.map((track) => region.track(track, locale)),
    ...(highlights ? { segments: highlights.title, excerpt: highlights.summary } : {}),
  }
}

export function teamPage(
  { view, owner }: Owned<TeamView>, achievements: readonly Owned<AchievementView>[], people: ReadonlyMap<string, string>, region: RegionNames, reader: Reader,
): Page {
  const { words, locale } = reader
  const facts = [
    { label: words('library.organisation'), value: owner.name },
    { label: words('library.lead'), value: view.lead ? (people.get(view.lead) ?? '') : '' },
    { label: words('library.members'), value: view.members?.map((id) => people.get(id) ?? id).join(' · ') ?? '' },
    { label: words('library.district'), value: districtIn(region, view.district, locale) },
    { label: words('lists.track'), value: view.tracks.map((track) => region.track(track, locale)).join(' · ') },
    { label: words('library.keywords'), value: view.keywords.join(' · ') },
    { label: words('library.capacity'), value: words('library.capacityLeft', { count: view.capacity }) },
    { label: words('library.delivered'), value: words('library.deliveredCount', { count: view.delivered }) },
    { label: words('library.changed'), value: formatDate(view.changedAt, locale) },
  ]
  return {
    template: 'library/team', title: view.name,
    model: { team: view, facts, achievements: achievements.map((one) => achievementCard(one, region, reader)) },
  }
}

interface EditorParts {
  values: Record<string, unknown>
  region: RegionNames
  colleagues: readonly Person[]
  lead: string
  team?: Team
  /** Other teams the reader leads or belongs to. */
  others: readonly Team[]
  form?: FormState
}

export function teamEditor({ values, region, colleagues, lead, team, others, form }: EditorParts, { words, locale }: Reader): Page {
  const districts = [...new Map(region.parks.map((park) => [park.district, park])).values()]
  return {
    template: 'library/team-editor',
    title: words(team ? 'library.editTeam' : 'library.newTeam'),
    ...(form ? { form } : {}),
    model: {
      team, values,
      tracks: region.tracks.map((track) => ({ value: track.id, label: region.track(track.id, locale) })),
      districts: districts.map((park) => ({ value: park.district, label: districtIn(region, park.district, locale) })),
      colleagues: colleagues.filter((one) => one.id !== lead).map((one) => ({ value: one.id, label: one.name })),
      others: others.map((one) => ({ href: one.lead === lead ? `${PATH}/${one.id}/edit` : `${PATH}/${one.id}`, label: one.name })),
      action: team ? `${PATH}/${team.id}/edit` : '/my/team', cancelHref: team ? `${PATH}/${team.id}` : PATH,
    },
  }
}
