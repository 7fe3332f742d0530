import { DIGITAL_ACHIEVEMENTS } from './achievements-digital.ts'
import { ENERGY_ACHIEVEMENTS } from './achievements-energy.ts'
import { HEALTH_ACHIEVEMENTS } from './achievements-health.ts'
import { MARINE_ACHIEVEMENTS } from './achievements-marine.ts'
import type { AchievementSeed } from './demo-achievement.ts'

export const ACHIEVEMENTS: AchievementSeed[] = [
  ...MARINE_ACHIEVEMENTS, ...ENERGY_ACHIEVEMENTS, ...DIGITAL_ACHIEVEMENTS, ...HEALTH_ACHIEVEMENTS,
]
