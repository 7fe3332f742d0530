import { fuzzInputs } from '../../tests/security/input-fuzz.ts'
import { teardowns } from '../../tests/security/outside-tap.ts'
import { fullScene } from '../../tests/security/scene.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'

const ROUNDS = 10
const REQUESTS = 10_000

/**
 * A hundred thousand generated bodies and queries over every route, as each role; a fresh market every ten thousand, since
 * one takes as long as a thousand requests.
 */
export async function run({ seed }: CampaignOptions): Promise<CampaignReport> {
  const faults: string[] = []
  const statuses: Record<string, number> = {}
  let [requests, accepted] = [0, 0]
  for (let round = 0; round < ROUNDS; round += 1) {
    const cleanUp = teardowns()
    const report = await fuzzInputs(await fullScene(cleanUp), { seed: seed + round, requests: REQUESTS })
    await cleanUp.run()
    requests += report.requests
    accepted += report.accepted
    faults.push(...report.faults, ...report.bypasses)
    for (const [status, count] of Object.entries(report.statuses)) statuses[`answers ${status}`] = (statuses[`answers ${status}`] ?? 0) + count
    process.stderr.write(`\r${requests} requests, ${faults.length} faults`)
  }
  return { figures: { requests, accepted, faults: faults.length, ...statuses }, faults: [...new Set(faults)].slice(0, 50) }
}
