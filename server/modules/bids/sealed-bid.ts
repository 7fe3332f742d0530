import { createHash } from 'node:crypto'
import type { Aggregate } from '../../kernel/events.ts'
import { derivedKey, isSealedText, newKey, openBytes, openValue, sealBytes, sealValue, unwrapWith, wrapFor } from '../sealing/cipher.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import { createEventSealer, SEALED_EVENT } from '../sealing/sealed-events.ts'
import type { Bid, BidContent, BidFacts, Receipt } from './bid.ts'

/**
 * A bid as the database keeps it, from its first word on and for ever. `facts`: who, for what, in which state, under a
 * key of the server. `content`: under a key of its own, which is wrapped twice: to the need's public key, for those who
 * open it, and for the bidder's organisation.
 */
export interface SealedBid extends Aggregate { facts: string; content: string; keys: { need: string; owner: string } }

interface Facts extends Pick<BidFacts, 'need' | 'organisation' | 'bidder' | 'status' | 'receipt'> {
  /** SHA-256 of the content's ciphertext: an older one put back in its place does not belong to these facts. */
  digest: string
}

type About = Pick<BidFacts, 'id' | 'need' | 'organisation'>
/** Authenticated with what is sealed: a row, or a part of it, that is moved elsewhere does not open there. */
const PLACES = {
  facts: (id: string, revision: number) => `facts of bid ${id} revision ${revision}`,
  content: ({ id, need }: About) => `content of bid ${id} for need ${need}`,
  need: ({ id, need }: About) => `key of bid ${id} for need ${need}`,
  owner: ({ id, organisation }: About) => `key of bid ${id} for organisation ${organisation}`,
}

/** Seals bids into rows and opens them again. Whatever was tampered with is undefined, never an error. */
export function createBidCodec(vault: KeyVault) {
  const events = createEventSealer(vault)

  async function ownerKey(organisation: string): Promise<Buffer> {
    return derivedKey((await vault.workKeys()).owners, `owner ${organisation}`)
  }

  async function sealFacts({ id, revision, need, organisation, bidder, status, receipt }: BidFacts, digest: string): Promise<string> {
    const facts: Facts = { need, organisation, bidder, status, receipt, digest }
    return sealValue((await vault.workKeys()).facts, facts, PLACES.facts(id, revision))
  }

  async function openFacts(row: SealedBid): Promise<Facts | undefined> {
    const facts = openValue((await vault.workKeys()).facts, row.facts, PLACES.facts(row.id, row.revision)) as Facts | undefined
    return facts && { ...facts, receipt: facts.receipt && dated(facts.receipt) }
  }

  function openContent(row: SealedBid, about: About, digest: string, key: Buffer | undefined): BidContent | undefined {
    return key && digestOf(row.content) === digest ? (openValue(key, row.content, PLACES.content(about)) as BidContent | undefined) : undefined
  }

  return {
    async seal(bid: Bid): Promise<SealedBid> {
      const publicKey = await vault.publicKeyOf(bid.need)
      if (!publicKey) throw new Error(`need ${bid.need} has no key to seal bids to`)
      const key = newKey()
      const content = sealValue(key, bid.content, PLACES.content(bid))
      const owner = sealBytes(await ownerKey(bid.organisation), key, PLACES.owner(bid))
      return {
        id: bid.id, revision: bid.revision, events: await events.seal(bid.events), facts: await sealFacts(bid, digestOf(content)), content,
        keys: { need: wrapFor(publicKey, key, PLACES.need(bid)), owner },
      }
    },
    /** The same content under new facts. */
    async sealAgain(bid: BidFacts, row: SealedBid): Promise<SealedBid> {
      const { id, revision } = bid
      return { ...row, id, revision, events: await events.seal(bid.events), facts: await sealFacts(bid, digestOf(row.content)) }
    },
    async facts(row: SealedBid): Promise<BidFacts | undefined> {
      const facts = await openFacts(row)
      if (!facts) return undefined
      const { digest: _digest, ...rest } = facts
      return { id: row.id, revision: row.revision, events: await events.open(Array.isArray(row.events) ? row.events : []), ...rest }
    },
    /** For the bidder's own people. */
    async ownContent(row: SealedBid): Promise<BidContent | undefined> {
      const facts = await openFacts(row)
      if (!facts) return undefined
      const about = { id: row.id, ...facts }
      const key = openBytes(await ownerKey(facts.organisation), partsOf(row).owner, PLACES.owner(about))
      return openContent(row, about, facts.digest, key)
    },
    /** For those who may read opened bids, with the key that the vault has released. */
    async openedContent(row: SealedBid, privateKey: Buffer): Promise<BidContent | undefined> {
      const facts = await openFacts(row)
      if (!facts) return undefined
      const about = { id: row.id, ...facts }
      return openContent(row, about, facts.digest, unwrapWith(privateKey, partsOf(row).need, PLACES.need(about)))
    },
  }
}
export type BidCodec = ReturnType<typeof createBidCodec>

/** A row that somebody changed may lack anything. */
const partsOf = ({ keys }: { keys?: Partial<SealedBid['keys']> | null }): Partial<SealedBid['keys']> => keys ?? {}
const digestOf = (sealed: string): string => createHash('sha256').update(String(sealed)).digest('hex')
const dated = (receipt: Receipt): Receipt => ({ ...receipt, at: new Date(receipt.at) })

const FIELDS = ['_id', 'revision', 'events', 'tags', 'facts', 'content', 'keys']

/** Whether a row of the database is a sealed bid and nothing of it is readable. */
export function isSealed(row: Record<string, unknown>): boolean {
  const { facts, content, keys, events } = row as Partial<SealedBid>
  const texts = [facts, content, keys?.need, keys?.owner]
  return Object.keys(row).every((field) => FIELDS.includes(field)) && texts.every(isSealedText)
    && (events ?? []).every((one) => one.type === SEALED_EVENT && one.by === '' && Object.keys(one.data).every((field) => field === 'sealed') && isSealedText(one.data['sealed']))
}
