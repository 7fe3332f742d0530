import { EQUIPMENT_COMPETITIONS } from './competitions-equipment.ts'
import { MATERIAL_COMPETITIONS } from './competitions-materials.ts'
import type { DemoCompetition } from './demo-competition.ts'

export const COMPETITIONS: DemoCompetition[] = [...EQUIPMENT_COMPETITIONS, ...MATERIAL_COMPETITIONS]
