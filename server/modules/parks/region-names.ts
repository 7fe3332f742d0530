import type { Locale } from '../../http/page.ts'
import type { AggregateStore } from '../../store/aggregate-store.ts'
import type { Park, Track } from './park.ts'
import type { TrackStore } from './park-store.ts'

/** Names of tracks and parks in the reader's language, for whoever prints an id. */
export interface RegionNames {
  track(id: string, locale: Locale): string
  park(id: string | null, locale: Locale): string
  tracks: readonly Track[]
  parks: readonly Park[]
}

const FRESH_MS = 5000

/** Nearly every page prints names that change a few times a year; they are read again every few seconds. */
export function createRegionNames(stores: { tracks: TrackStore; parks: AggregateStore<Park> }): () => Promise<RegionNames> {
  let known: { names: Promise<RegionNames>; until: number } | undefined
  return () => {
    const now = performance.now()
    if (!known || known.until < now) known = { names: load(stores), until: now + FRESH_MS }
    known.names.catch(() => { known = undefined })
    return known.names
  }
}

async function load(stores: { tracks: TrackStore; parks: AggregateStore<Park> }): Promise<RegionNames> {
  const [tracks, parks] = await Promise.all([stores.tracks.list(), stores.parks.list({ listed: true })])
  const byTrack = new Map(tracks.map((track) => [track.id, track]))
  const byPark = new Map(parks.map((park) => [park.id, park]))
  return {
    tracks, parks,
    track: (id, locale) => nameIn(byTrack.get(id), locale) ?? id,
    park: (id, locale) => (id ? (nameIn(byPark.get(id), locale) ?? id) : ''),
  }
}

function nameIn(named: { name: string; nameEn: string } | undefined, locale: Locale): string | undefined {
  return locale === 'en' ? named?.nameEn || named?.name : named?.name
}
