import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import type { Bid } from './bid.ts'
import { closingListOf } from './closing-list.ts'
import { isIntact } from './receipt.ts'

/** What those who open bids have to know before they go on. */
export interface Integrity {
  /** Ids of bids whose content is what their receipt stands for, and the last that was handed in. */
  intact: ReadonlySet<string>
  /** How many rows do not open. Counted from the opening on: before, it would count bids. */
  damaged: number
  /** The receipts opened are not those of the closing. */
  listDiffers: boolean
}

export async function integrityOf(services: Pick<Services, 'bids' | 'journal' | 'vault'>, need: Need): Promise<Integrity> {
  if (!need.minutes) return { intact: new Set(), damaged: 0, listDiffers: false }
  const [bids, damaged] = await Promise.all([services.bids.opened(need), services.bids.damagedOf(need.id)])
  const sound = await Promise.all(bids.map(async (bid) => isIntact(bid) && (await isNewest(services, bid))))
  const unread = need.minutes.receipts.length - bids.length
  return {
    intact: new Set(bids.filter((_, i) => sound[i]).map((bid) => bid.id)), damaged: Math.max(damaged.length, unread),
    listDiffers: need.receiptsRoot !== null && (await closingListOf(services.vault, need.id, need.minutes.receipts)).root !== need.receiptsRoot,
  }
}

/** An older version put back opens like any other; the journal knows of a newer one. */
async function isNewest({ journal }: Pick<Services, 'journal'>, { id, receipt }: Bid): Promise<boolean> {
  const handedIn = (await journal.about(id)).filter((one) => one.type === 'bid-submitted' || one.type === 'bid-withdrawn')
  const last = handedIn.at(-1)
  return !last || (last.type === 'bid-submitted' && last.data['hash'] === receipt?.hash)
}
