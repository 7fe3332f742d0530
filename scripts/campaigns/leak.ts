import { EVERYBODY, EVERYTHING, readEverything, refuseEverything } from '../../tests/security/leak-probe.ts'
import { teardowns } from '../../tests/security/outside-tap.ts'
import { fullScene } from '../../tests/security/scene.ts'
import type { CampaignReport } from '../campaign.ts'

/** Everybody in the cast, every route, everything that exists: the leak test without shortcuts. */
export async function run(): Promise<CampaignReport> {
  const cleanUp = teardowns()
  const scene = await fullScene(cleanUp)
  const read = await readEverything(scene, EVERYTHING)
  const refused = await refuseEverything(scene, EVERYBODY)
  await cleanUp.run()
  const faults = [...read.leaks, ...read.faults, ...refused.leaks, ...refused.faults]
  return { figures: { probes: read.probes + refused.probes, routes: read.routes.size + refused.routes.size, heard: read.hits, leaks: faults.length }, faults: [...new Set(faults)].slice(0, 50) }
}
