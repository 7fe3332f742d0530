import { EQUIPMENT_BIDS } from './bids-equipment.ts'
import { ENERGY_BIDS } from './bids-energy.ts'
import { MATERIAL_BIDS } from './bids-materials.ts'
import { SEALED_BIDS } from './bids-sealed.ts'
import type { DemoBid } from './demo-bid.ts'

export const BIDS: DemoBid[] = [...EQUIPMENT_BIDS, ...ENERGY_BIDS, ...MATERIAL_BIDS, ...SEALED_BIDS]
