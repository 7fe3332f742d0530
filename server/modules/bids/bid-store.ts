import type { Connection } from 'mongoose'
import type { Clock } from '../../kernel/clock.ts'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { Saved } from '../../store/aggregate-store.ts'
import type { Need } from '../competition/need.ts'
import type { Incidents } from '../sealing/incidents.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import { type Bid, type BidFacts, EMPTY_BID, isHandedIn } from './bid.ts'
import { createBidRows, type TaggedRow } from './bid-rows-store.ts'
import { onceTag } from './bid-tags.ts'
import { isOpened, openNeedOf } from './bid-view.ts'
import { createBidCodec, type SealedBid } from './sealed-bid.ts'

/** Bids as sealed rows. Facts are the server's to know; content comes out only for its owner, or opened. */
export interface BidStore {
  find(id: string): Promise<BidFacts | undefined>
  ofNeed(need: string): Promise<BidFacts[]>
  /** Rows that stand for a bid on this need and do not open: somebody changed or moved them. */
  damagedOf(need: string): Promise<string[]>
  all(): Promise<BidFacts[]>
  /** A bid of this organisation, for its own people. */
  own(id: string, organisation: string): Promise<Bid | undefined>
  /** The newest first. */
  ofOrganisation(organisation: string): Promise<Bid[]>
  /** What one organisation has for one need, the oldest first. */
  ofOrganisationFor(organisation: string, need: string): Promise<Bid[]>
  /** Hashes of those that counted at the deadline, for whoever knows one of them. */
  closingReceipts(need: Need): Promise<string[]>
  /** What was opened, by the key the vault releases for it; none before. */
  opened(need: Need): Promise<Bid[]>
  /** Whoever has read a bid of this need before cannot write it any more. */
  freeze(need: string): Promise<void>
  insert(bid: Bid): Promise<Saved>
  save(before: BidFacts, after: Bid): Promise<Saved>
  /** Decides on the facts; the content stays as it is. */
  decide<R extends string>(id: string, rule: (current: BidFacts) => Outcome<BidFacts, R>): Promise<Outcome<BidFacts, R | 'conflict'> | undefined>
}

export function createBidStore(connection: Connection, parts: { vault: KeyVault; clock: Clock; incidents: Incidents }): BidStore {
  const { vault, clock, incidents } = parts
  const codec = createBidCodec(vault)
  const { base, factsOf, belonging, freeTag } = createBidRows(connection, codec, parts)

  async function withContent(row: SealedBid, facts: BidFacts, open: (row: SealedBid) => Promise<Bid['content'] | undefined>): Promise<Bid> {
    const content = await open(row)
    if (!content) incidents.report({ row: row.id, what: 'content' })
    return { ...facts, content: content ?? EMPTY_BID }
  }

  const store: BidStore = {
    async find(id) {
      const row = await base.find(id)
      return row && factsOf(row)
    },
    ofNeed: async (need) => (await belonging('need', need)).sound.map(({ facts }) => facts),
    damagedOf: async (need) => (await belonging('need', need)).damaged,
    all: async () => (await Promise.all((await base.list({})).map(factsOf))).filter((one) => one !== undefined),
    async own(id, organisation) {
      const row = await base.find(id)
      const facts = row && (await factsOf(row))
      return row && facts?.organisation === organisation ? withContent(row, facts, codec.ownContent) : undefined
    },
    async ofOrganisation(organisation) {
      const { sound } = await belonging('organisation', organisation)
      return Promise.all(sound.reverse().map(({ row, facts }) => withContent(row, facts, codec.ownContent)))
    },
    ofOrganisationFor: async (organisation, need) => (await store.ofOrganisation(organisation)).filter((bid) => bid.need === need).reverse(),
    async closingReceipts(need) {
      const handedIn = (await store.ofNeed(need.id)).filter((bid) => isHandedIn(bid, openNeedOf(need)))
      return handedIn.flatMap(({ receipt }) => receipt?.hash ?? [])
    },
    async opened(need) {
      const opened = need.minutes ? (await belonging('need', need.id)).sound.filter(({ facts }) => isOpened(facts, need)) : []
      if (opened.length === 0) return []
      const released = await vault.release(need, clock.now())
      if ('refusal' in released) {
        incidents.report({ row: need.id, what: 'release', why: released.refusal })
        return []
      }
      return Promise.all(opened.map(({ row, facts }) => withContent(row, facts, (one) => codec.openedContent(one, released.privateKey))))
    },
    async freeze(need) {
      for (const { row, facts } of (await belonging('need', need)).sound) {
        const { tags: _tags, ...sealed } = row
        await base.save(row, await codec.sealAgain({ ...facts, revision: facts.revision + 1 }, sealed) as TaggedRow)
      }
    },
    async insert(bid) {
      const row = await codec.seal(bid)
      const once = onceTag((await vault.workKeys()).tags, bid)
      for (;;) {
        const [need, organisation] = await Promise.all([freeTag('need', bid.need), freeTag('organisation', bid.organisation)])
        if ((await base.insert({ ...row, tags: { once, need, organisation } })) === 'saved') return 'saved'
        // A slot that somebody else took in the same moment is no reason to refuse.
        const known = (await base.find(bid.id)) ?? (await base.list({ 'tags.once': once }))[0]
        if (known) return 'duplicate'
      }
    },
    async save({ revision, events }, after) {
      const row = await codec.seal(after) as TaggedRow
      return base.save({ ...row, revision, events }, row)
    },
    async decide(id, rule) {
      const row = await base.find(id)
      const current = row && (await factsOf(row))
      if (!row || !current) return undefined
      const outcome = rule(current)
      if (!outcome.ok || outcome.value === current) return outcome
      const { tags: _tags, ...sealed } = row
      return (await base.save(row, await codec.sealAgain(outcome.value, sealed) as TaggedRow)) === 'saved' ? outcome : refused('conflict')
    },
  }
  return store
}
