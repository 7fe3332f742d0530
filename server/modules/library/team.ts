import type { Aggregate } from '../../kernel/events.ts'

/** A team that can bid: a lead with profile, tracks and capacity. Public once its organisation is verified. */
export interface Team extends Aggregate {
  name: string
  organisation: string
  /** The person who leads it. */
  lead: string
  /** Everybody of it who has an account, the lead included. */
  members: string[]
  profile: string
  keywords: string[]
  tracks: string[]
  district: string
  /** Projects it can still take on this year. */
  capacity: number
  /** Projects delivered through the market. */
  delivered: number
  source: string | null
}
