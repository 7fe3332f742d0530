import { NANTONG_DEFAULT } from '../seed/policies/nantong-policy.ts'
import { PARKS, PLATFORMS, TRACKS } from '../seed/region/region.ts'
import type { Services } from './services.ts'

/** The region's own data on an empty store: rules, tracks, parks. What staff changed since is left alone. */
export async function loadRegion({ policies, tracks, parks, platforms }: Pick<Services, 'policies' | 'tracks' | 'parks' | 'platforms'>): Promise<void> {
  await policies.add(NANTONG_DEFAULT)
  const known = new Set((await tracks.list()).map((track) => track.id))
  // One after the other would wait for the disk each time.
  await Promise.all([
    ...TRACKS.filter((track) => !known.has(track.id)).map((track) => tracks.put(track)),
    ...PLATFORMS.map((platform) => platforms.put(platform)),
    ...PARKS.map((park) => parks.insert({ ...park, revision: 0, events: [] })),
  ])
}
