import { CHIP_NEEDS } from './needs-chips.ts'
import { DIGITAL_NEEDS } from './needs-digital.ts'
import { ENERGY_NEEDS } from './needs-energy.ts'
import { HEALTH_NEEDS } from './needs-health.ts'
import { MARINE_NEEDS } from './needs-marine.ts'
import { MATERIAL_NEEDS } from './needs-materials.ts'
import type { DemoNeed } from './demo-need.ts'

/** In the order in which the numbers `NT-…` are given. */
export const NEEDS: DemoNeed[] = [
  ...MARINE_NEEDS, ...ENERGY_NEEDS, ...CHIP_NEEDS, ...DIGITAL_NEEDS, ...HEALTH_NEEDS, ...MATERIAL_NEEDS,
]
