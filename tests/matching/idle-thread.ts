import { createBulkMatching } from '../../server/modules/matching/bulk-match-service.ts'
import { matchWeights } from '../../server/modules/matching/match-weights.ts'
import { contextWith, needs, teams } from './small-market.ts'

/** A process with nothing left to do but its thread, which has answered. */
const many = Array.from({ length: 2500 }, (_, at) => ({ ...teams[at % teams.length]!, id: `t-${at}` }))
const found = await createBulkMatching().match({ needs, statistics: contextWith([]).statistics, weights: matchWeights }, many, [])
if (found.size !== many.length) process.exitCode = 1
