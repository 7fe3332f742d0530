import type { Aggregate } from '../../kernel/events.ts'
import type { Yuan } from '../../kernel/money.ts'

/** Tiers of cultivation (梯次培育): which level nurtures it. */
export const TIERS = ['district', 'city', 'province', 'nation'] as const
export const OFFERS = ['transfer', 'licence', 'joint-development', 'investment', 'open'] as const

/** A result of research that somebody could use (科技成果). Published achievements are public in full. */
export interface Achievement extends Aggregate {
  title: string
  summary: string
  keywords: string[]
  organisation: string
  /** Teams that made it. */
  teams: string[]
  tracks: string[]
  trl: number | null
  tier: (typeof TIERS)[number] | null
  evidence: string
  offer: (typeof OFFERS)[number]
  price: Yuan | null
  published: boolean
  source: string | null
}
