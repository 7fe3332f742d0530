import type { Aggregate } from '../../kernel/events.ts'

export interface Direction { name: string; nameEn: string; detail: string[]; tracks: string[] }

/** A science-and-technology park with the directions it specialises in (园区 × 方向). */
export interface Park extends Aggregate {
  /** Ids are short and stable: `haian-kfq`. */
  name: string
  nameEn: string
  district: string
  districtEn: string
  directions: Direction[]
  /** Parks enter and leave the list by yearly assessment (先建后评、有进有出). */
  listed: boolean
  assessments: { year: number; result: 'excellent' | 'good' | 'fair' | 'poor'; note: string }[]
}

export const TRACK_GROUPS = ['track', 'cluster', 'future-industry'] as const

/** A field of technology by which needs, achievements and parks are sorted (赛道). */
export interface Track { id: string; name: string; nameEn: string; group: (typeof TRACK_GROUPS)[number] }
