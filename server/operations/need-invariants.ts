import { dueOf } from '../modules/competition/decide.ts'
import type { Need } from '../modules/competition/need.ts'
import type { DatabaseFacts, Row, StoredEvent } from './database-facts.ts'
import { type Finding, found, type Sentences } from './finding.ts'

interface Surroundings { organisations: Set<string>; policies: Set<string>; bids: Map<string, StoredBid>; files: Set<string>; counters: Map<string, number> }
export interface StoredBid { need: string; organisation: string; hash: string | undefined }

/** Every need against its events, its sums, its dates and what it names. */
export async function checkNeeds(facts: DatabaseFacts, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const row of facts.rows('needs')) {
    const need = { ...row, id: row._id } as unknown as Need
    const last = await facts.lastEvent(row)
    findings.push(...found('needs', row._id, [
      ...history(need, last), ...dates(need), ...sums(need), ...parties(need, around), ...references(need, around),
    ]))
  }
  return findings
}

function history(need: Need, last: StoredEvent | undefined): Sentences {
  // What an import made is explained by the import's own event.
  if (!last) return [need.revision > 0 && need.source === null && 'was decided on, but no event says how']
  return [
    last.status !== undefined && last.status !== need.status && `is ${need.status}, its last event says ${String(last.status)}`,
    last.id !== `${need.id}.${need.revision}` && `is at revision ${need.revision}, its last event is ${last.id}`,
  ]
}

function dates(need: Need): Sentences {
  const [is, should] = [JSON.stringify(need.due ?? null), JSON.stringify(dueOf(need))]
  return [
    !need.entered[need.status] && `does not say when it became ${need.status}`,
    is !== should && `has ${is} as due, its state asks for ${should}`,
    need.withdrawalRequest !== null && need.status !== 'published' && 'keeps a request to withdraw that was decided',
  ]
}

function sums({ status, content, award, contract }: Need): Sentences {
  const weights = content.criteria.reduce((sum, one) => sum + one.weight, 0)
  const ranks = (award?.ranking ?? []).map(({ rank }) => rank)
  return [
    status !== 'draft' && weights !== 100 && `has criteria that weigh ${weights} instead of 100`,
    ranks.some((rank, i) => i > 0 && rank < (ranks[i - 1] ?? 0)) && 'has a ranking out of order',
    contract !== null && (!Number.isSafeInteger(contract.amount) || contract.amount <= 0) && `has a contract over ${String(contract.amount)} yuan`,
  ]
}

function parties({ id, status, award, contract, minutes, objections, panel }: Need, { bids }: Surroundings): Sentences {
  const sides = (contract?.signatures ?? []).map((one) => one.side)
  const winner = award && bids.get(award.winner)
  const receipts = new Set([...bids.values()].filter((bid) => bid.need === id).map((bid) => bid.hash))
  return [
    new Set(sides).size !== sides.length && 'was signed twice by one side',
    status === 'executing' && (sides.length !== 2 || !contract?.registration) && 'is carried out without two signatures and a registration',
    award !== null && (winner?.need !== id || winner.organisation !== award.winnerOrganisation) && `names ${award.winner} of ${award.winnerOrganisation} as its winner, which is no bid of theirs for it`,
    new Set(panel.map((one) => one.person)).size !== panel.length && 'has somebody on its panel twice',
    status !== 'publicised' && objections.some((one) => ['filed', 'accepted'].includes(one.status)) && 'has an open objection outside its publicity',
    ...(minutes?.receipts ?? []).filter((hash) => !receipts.has(hash)).map((hash) => `was opened with receipt ${hash}, which no bid of it holds`),
  ]
}

function references({ number, organisation, policy, content }: Need, { organisations, policies, files, counters }: Surroundings): Sentences {
  const [, year = '', serial = ''] = /^NT-(\d+)-(\d+)$/.exec(number) ?? []
  return [
    !organisations.has(organisation) && `belongs to ${organisation}, which does not exist`,
    policy !== null && !policies.has(`${policy.id}@${policy.version}`) && `follows policy ${policy.id} version ${policy.version}, which does not exist`,
    counters.has(year) && Number(serial) > (counters.get(year) ?? 0) && `is number ${number}, but the counter has given only ${counters.get(year) ?? 0}`,
    ...content.attachments.filter((file) => !files.has(file.id)).map((file) => `names file ${file.id}, which does not exist`),
  ]
}

/** `need-2026` → `2026`. */
export function lastNumbers(rows: readonly Row[]): Map<string, number> {
  return new Map(rows.map((row) => [row._id.replace('need-', ''), Number(row['last'])]))
}
