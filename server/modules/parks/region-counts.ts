import type { Degradation, SearchIndex, SearchKind } from '../search/search-index.ts'

/** Park → track → how many. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>
export interface RegionCounts { needs: Counts; achievements: Counts; degraded: Degradation | undefined }

const FRESH_MS = 15_000

/** Open needs and published achievements of each park by track: from the index, which holds public things only. */
export function createRegionCounts(search: SearchIndex): (parks: readonly string[]) => Promise<RegionCounts> {
  let known: { counts: Promise<RegionCounts>; until: number; of: string } | undefined
  return (parks) => {
    const now = performance.now()
    const of = parks.join()
    if (!known || known.until < now || known.of !== of) known = { counts: count(search, parks), until: now + FRESH_MS, of }
    known.counts.catch(() => { known = undefined })
    return known.counts
  }
}

async function count(search: SearchIndex, parks: readonly string[]): Promise<RegionCounts> {
  let degraded: RegionCounts['degraded']
  const of = async (kind: SearchKind, status: string[]): Promise<Counts> => {
    const pages = await Promise.all(parks.map((park) => search.search({ kind, filter: { park: [park], status }, facets: ['tracks'], limit: 1 })))
    degraded ??= pages.find((page) => page.degraded)?.degraded
    return new Map(pages.map((page, i) => [parks[i] ?? '', new Map((page.facets.tracks ?? []).map((one) => [one.value, one.count]))]))
  }
  const [needs, achievements] = [await of('need', ['published']), await of('achievement', [])]
  return { needs, achievements, degraded }
}

export const countIn = (counts: Counts, park: string, track: string): number => counts.get(park)?.get(track) ?? 0
