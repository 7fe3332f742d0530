import type { Park, Track } from '../../server/modules/parks/park.ts'
import parks from './parks.json' with { type: 'json' }
import platforms from './platforms.json' with { type: 'json' }
import tracks from './tracks.json' with { type: 'json' }

export const PLATFORM_KINDS = ['innovation-centre', 'research-institution', 'carrier'] as const

/** A place that offers equipment, space or services to many (平台). `park` is where it stands, when that is known. */
export interface Platform { id: string; name: string; nameEn: string; kind: (typeof PLATFORM_KINDS)[number]; park: string | null }

export type ParkSeed = Omit<Park, 'revision' | 'events'>

// JSON knows strings where the types know words; the seed's test holds each word against its list.
export const TRACKS = tracks as Track[]
export const PARKS: ParkSeed[] = parks
export const PLATFORMS = platforms as Platform[]
