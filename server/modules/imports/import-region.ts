import type { OrganisationStore } from '../accounts/account-store.ts'
import type { RegionNames } from '../parks/region-names.ts'
import type { ImportRegion } from './cell-readers.ts'

/** Names as files write them: width and case make no difference. */
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')

/** What names of tracks, parks and organisations mean here. Read once for a whole file. */
export async function importRegion(parts: { organisations: OrganisationStore; regionNames(): Promise<RegionNames> }): Promise<ImportRegion> {
  const [region, organisations] = await Promise.all([parts.regionNames(), parts.organisations.list({})])
  const tracks = index(region.tracks, (track) => [track.id, track.name, track.nameEn])
  const parks = index(region.parks, (park) => [park.id, park.name, park.nameEn])
  const owners = index(organisations, (one) => [one.id, one.name, one.creditCode])
  return {
    track: (name) => tracks.get(plain(name)), park: (name) => parks.get(plain(name)), organisation: (name) => owners.get(plain(name)),
  }
}

function index<T extends { id: string }>(things: readonly T[], names: (thing: T) => string[]): ReadonlyMap<string, string> {
  return new Map(things.flatMap((thing) => names(thing).filter(Boolean).map((name) => [plain(name), thing.id] as const)))
}
