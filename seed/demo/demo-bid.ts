import type { BidContent, BidMilestone } from '../../server/modules/bids/bid.ts'

/** A bid of the demonstration. Sealed like any other until its need is opened. */
export interface DemoBid {
  id: string
  need: string
  /** Person who writes it; it belongs to their organisation, which bids once per need. */
  bidder: string
  /** Day it was handed in, counted from now; null: still a draft. */
  handedInDays: number | null
  /** Handed in and taken back before the deadline. */
  withdrawn?: boolean
  content: BidContent
}

type Words = Omit<BidContent, 'milestones' | 'noConflict' | 'attachments'> & { milestones: [title: string, month: number, share: number][] }

export function bid(id: string, need: string, bidder: string, handedInDays: number | null, words: Words): DemoBid {
  const milestones = words.milestones.map(([title, month, share]): BidMilestone => ({ title, month, share }))
  return { id, need, bidder, handedInDays, content: { ...words, milestones, noConflict: true, attachments: [] } }
}
