import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { listHref } from '../search/list-parts.ts'
import { ASSESSMENT_RESULTS, type ParkView, type Platform, type Track, TRACK_GROUPS } from './park.ts'
import { countIn, type Counts, type RegionCounts } from './region-counts.ts'
import type { RegionNames } from './region-names.ts'

type Reader = Pick<Context, 'locale' | 'words'>

const nameIn = (one: { name: string; nameEn: string }, { locale }: Reader): string => (locale === 'en' ? one.nameEn || one.name : one.name)
const districtIn = (park: ParkView, { locale }: Reader): string => (locale === 'en' ? park.districtEn || park.district : park.district)

/** The directory of parks × directions and what is going on there. */
export function parksPage(parts: { parks: readonly ParkView[]; region: RegionNames; counts: RegionCounts; platforms: readonly Platform[] }, reader: Reader): Page {
  const { parks, region, counts, platforms } = parts
  const { words } = reader
  return {
    template: 'parks/list',
    title: words('parks.title'),
    model: {
      parks: parks.map((park) => ({
        href: `/parks/${park.id}`, name: nameIn(park, reader), district: districtIn(park, reader),
        directions: park.directions.map((one) => nameIn(one, reader)).join(' · '),
      })),
      maps: [
        { ...heatmap(parks, counts.needs, region, '/needs', reader), caption: words('parks.needsMap') },
        { ...heatmap(parks, counts.achievements, region, undefined, reader), caption: words('parks.achievementsMap') },
      ].filter((map) => map.columns.length > 0),
      notice: counts.degraded && words(`lists.${counts.degraded}`),
      platforms: platforms.map((one) => platformCard(one, region, reader)),
      keeper: parks.some((park) => park.keeper),
    },
  }
}

/** Tracks nobody has anything in would only widen the table. */
function heatmap(parks: readonly ParkView[], counts: Counts, region: RegionNames, list: string | undefined, reader: Reader) {
  const tracks = region.tracks.filter((track) => parks.some((park) => countIn(counts, park.id, track.id) > 0))
  const most = Math.max(1, ...parks.flatMap((park) => tracks.map((track) => countIn(counts, park.id, track.id))))
  return {
    corner: reader.words('parks.park'), columns: tracks.map((track) => nameIn(track, reader)),
    rows: parks.map((park) => ({
      label: nameIn(park, reader), href: `/parks/${park.id}`,
      cells: tracks.map((track) => cellOf(countIn(counts, park.id, track.id), most, list && listHref(list, { park: park.id, track: track.id }))),
    })),
  }
}

function cellOf(count: number, most: number, href: string | undefined) {
  return { count, level: count === 0 ? 0 : Math.ceil((4 * count) / most), ...(href && count > 0 ? { href } : {}) }
}

function platformCard(platform: Platform, region: RegionNames, reader: Reader) {
  const place = platform.park ? region.park(platform.park, reader.locale) : ''
  return { title: nameIn(platform, reader), meta: [reader.words(`parks.platform.${platform.kind}`), place].filter(Boolean) }
}

export function parkPage(
  parts: { park: ParkView; region: RegionNames; counts: RegionCounts; platforms: readonly Platform[]; needs: object[] }, reader: Reader,
): Page {
  const { park, region, counts, platforms, needs } = parts
  const { words, locale } = reader
  const total = (of: Counts): number => Math.max(0, ...(of.get(park.id)?.values() ?? []))
  return {
    template: 'parks/park',
    title: nameIn(park, reader),
    model: {
      park, district: districtIn(park, reader), platforms: platforms.map((one) => platformCard(one, region, reader)), needs,
      needsHref: listHref('/needs', { park: park.id }), hasAchievements: total(counts.achievements) > 0,
      directions: park.directions.map((one) => ({
        name: nameIn(one, reader), detail: one.detail.join(' · '), tracks: one.tracks.map((track) => region.track(track, locale)),
      })),
      tracks: region.tracks.filter((track) => countIn(counts.needs, park.id, track.id) + countIn(counts.achievements, park.id, track.id) > 0)
        .map((track) => ({ name: nameIn(track, reader), needs: countIn(counts.needs, park.id, track.id), achievements: countIn(counts.achievements, park.id, track.id) })),
      assessments: park.assessments.map((one) => ({ ...one, year: String(one.year), label: words(`parks.result.${one.result}`) })),
    },
  }
}

export function staffParksPage(parks: readonly ParkView[], reader: Reader): Page {
  const { words } = reader
  return {
    template: 'parks/staff-list',
    title: words('parks.staffTitle'),
    model: {
      parks: parks.map((park) => ({
        href: `/staff/parks/${park.id}`, name: nameIn(park, reader), district: districtIn(park, reader), listed: park.listed,
        last: park.assessments[0] ? `${park.assessments[0].year} ${words(`parks.result.${park.assessments[0].result}`)}` : '',
      })),
    },
  }
}

export function parkEditor(
  parts: { park?: ParkView; values: Record<string, unknown>; region: RegionNames; addRow: boolean; year: number; form?: FormState }, reader: Reader,
): Page {
  const { park, values, region, form, addRow, year } = parts
  const { words, locale } = reader
  const shown = form?.values['directions'] ?? values['directions']
  const filled = Array.isArray(shown) ? shown : Object.values(shown ?? {})
  return {
    template: 'parks/editor',
    title: park ? nameIn(park, reader) : words('parks.newPark'),
    ...(form ? { form } : {}),
    model: {
      park, values, directions: [...filled, {}, ...(addRow ? [{}] : [])],
      tracks: region.tracks.map((track) => ({ value: track.id, label: region.track(track.id, locale) })),
      results: ASSESSMENT_RESULTS.map((value) => ({ value, label: words(`parks.result.${value}`) })), year: String(year),
      assessments: park?.assessments.map((one) => ({ ...one, year: String(one.year), label: words(`parks.result.${one.result}`) })) ?? [],
      action: park ? `/staff/parks/${park.id}` : '/staff/parks/new',
    },
  }
}

export function tracksPage(tracks: readonly Track[], { words }: Reader, form?: FormState): Page {
  return {
    template: 'parks/tracks',
    title: words('parks.tracksTitle'),
    ...(form ? { form } : {}),
    model: {
      tracks: tracks.map((track) => ({ ...track, groupLabel: words(`parks.group.${track.group}`) })),
      groups: TRACK_GROUPS.map((value) => ({ value, label: words(`parks.group.${value}`) })),
    },
  }
}
