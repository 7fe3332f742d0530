import { NANTONG_DEFAULT } from '../seed/policies/nantong-policy.ts'
import { PARKS, PLATFORMS, TRACKS } from '../seed/region/region.ts'
import type { Services } from './services.ts'

/** The region's own data on an empty store: rules, tracks, parks. What staff changed since is left alone. */
export async function loadRegion({ policies, tracks, parks, platforms }: Pick<Services, 'policies' | 'tracks' | 'parks' | 'platforms'>): Promise<void> {
  await policies.add(NANTONG_DEFAULT)
  const known = new Set((await tracks.list()).map((track) => track.id))
  for (const track of TRACKS) if (!known.has(track.id)) await tracks.put(track)
  for (const platform of PLATFORMS) await platforms.put(platform)
  for (const park of PARKS) await parks.insert({ ...park, revision: 0, events: [] })
}
