import { ENERGY_BIDS } from './bids-energy.ts'
import { MARINE_BIDS } from './bids-marine.ts'
import { MATERIAL_BIDS } from './bids-materials.ts'
import { SEALED_BIDS } from './bids-sealed.ts'
import type { DemoBid } from './demo-bid.ts'

export const BIDS: DemoBid[] = [...MARINE_BIDS, ...ENERGY_BIDS, ...MATERIAL_BIDS, ...SEALED_BIDS]
