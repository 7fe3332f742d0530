import type { Connection } from 'mongoose'
import type { Need } from '../modules/competition/need.ts'
import { checkBids, type Opened, readBids } from './bid-invariants.ts'
import { type DatabaseFacts, factsOf, type Row } from './database-facts.ts'
import type { Finding } from './finding.ts'
import { checkNeeds, lastNumbers } from './need-invariants.ts'
import { checkReferences, checkSequences, checkUnique } from './record-invariants.ts'

/**
 * What must hold in the whole database whoever wrote it: states match their events, sums are right, nothing names what
 * is not there, what may be once is there once. Reads everything; changes nothing.
 */
export async function checkDatabase(connection: Connection): Promise<Finding[]> {
  const facts = factsOf(connection)
  const bids = await readBids(facts)
  const [organisations, people, needs, policies, files] = await Promise.all(
    ['organisations', 'people', 'needs', 'policies', 'attachments.files'].map((name) => facts.ids(name)))
  if (!organisations || !people || !needs || !policies || !files) throw new Error('five collections were asked for')
  const counters = lastNumbers(await all(facts.rows('counters')))
  const opened = await openedReceipts(facts)
  const found = await Promise.all([
    checkNeeds(facts, { organisations, policies, bids, files, counters }), checkBids(facts, { needs, people, organisations, opened, files }),
    checkReferences(facts), checkUnique(facts), checkSequences(connection),
  ])
  return found.flat()
}

async function openedReceipts(facts: DatabaseFacts): Promise<Opened> {
  const opened: Opened = new Map()
  for await (const row of facts.rows('needs')) opened.set(row._id, new Set((row as unknown as Need).minutes?.receipts ?? []))
  return opened
}

async function all(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = []
  for await (const row of rows) list.push(row)
  return list
}
