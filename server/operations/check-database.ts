import type { Connection } from 'mongoose'
import { createAuditSealer } from '../modules/audit/audit-seal.ts'
import { createBidCodec } from '../modules/bids/sealed-bid.ts'
import type { Need } from '../modules/competition/need.ts'
import type { KeyVault } from '../modules/sealing/key-vault.ts'
import { createEventSealer } from '../modules/sealing/sealed-events.ts'
import { checkBids, type NeedOfBids, type ReadBid, readBids } from './bid-invariants.ts'
import { type DatabaseFacts, factsOf, type Row } from './database-facts.ts'
import type { Finding } from './finding.ts'
import { checkLog } from './log-invariants.ts'
import { checkNeeds, lastNumbers, type StoredBid } from './need-invariants.ts'
import { checkReferences, checkSequences, checkUnique } from './record-invariants.ts'
import { checkSealedRows } from './sealed-invariants.ts'

/**
 * What must hold in the whole database whoever wrote it: states match their events, sums are right, nothing names what
 * is not there, what may be once is there once, what is sealed is ciphertext and opens. Reads everything; changes
 * nothing; says of a sealed bid only what is wrong with it.
 */
export async function checkDatabase({ connection, vault }: { connection: Connection; vault: KeyVault }): Promise<Finding[]> {
  const events = createEventSealer(vault)
  const facts = factsOf(connection, events.open)
  const [organisations, people, policies, files] = await Promise.all(
    ['organisations', 'people', 'policies', 'attachments.files'].map((name) => facts.ids(name)))
  if (!organisations || !people || !policies || !files) throw new Error('four collections were asked for')
  const counters = lastNumbers(await all(facts.rows('counters')))
  const [bids, needs] = await Promise.all([readBids(facts, createBidCodec(vault)), needsOfBids(facts)])
  const found = await Promise.all([
    checkNeeds(facts, { organisations, policies, bids: storedBids(bids), files, counters }), checkBids(facts, bids, { needs, people, organisations, files }),
    checkSealedRows(facts, vault, people), checkLog(facts, { events, sealer: createAuditSealer(vault) }),
    checkReferences(facts), checkUnique(facts), checkSequences(connection),
  ])
  return found.flat()
}

async function needsOfBids(facts: DatabaseFacts): Promise<Map<string, NeedOfBids>> {
  const ended = new Set((await all(facts.rows('keys'))).filter((row) => row['intakeEnded']).map((row) => row._id))
  const needs = new Map<string, NeedOfBids>()
  for await (const row of facts.rows('needs')) {
    needs.set(row._id, { ended: ended.has(`need:${row._id}`), opened: new Set((row as unknown as Need).minutes?.receipts ?? []) })
  }
  return needs
}

const storedBids = (bids: readonly ReadBid[]): Map<string, StoredBid> =>
  new Map(bids.flatMap(({ facts }) => facts ? [[facts.id, { need: facts.need, organisation: facts.organisation, hash: facts.receipt?.hash }]] : []))

async function all(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = []
  for await (const row of rows) list.push(row)
  return list
}
