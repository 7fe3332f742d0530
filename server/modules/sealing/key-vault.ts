import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Need, OpeningConfirmation } from '../competition/need.ts'
import { derivedKey, newKey, newSealingPair, openValue, sealValue } from './cipher.ts'
import type { KeyRow, KeyStore } from './key-store.ts'
import type { MasterKey } from './master-key.ts'
import { type ReleaseRefusal, whyNotRelease } from './release.ts'

/** Keys the server works with, each for one purpose, in memory only. */
export interface WorkKeys {
  /** Who bids for what: what the server has to know to serve the bidder and to count at the deadline. */
  facts: Buffer
  events: Buffer
  /** Makes the tags by which sealed rows are found. */
  tags: Buffer
  /** Makes a key for each organisation: its own way to its own bids. */
  owners: Buffer
  files: Buffer
  notices: Buffer
  /** Names people in the log. */
  pseudonyms: Buffer
}

export interface Signer { publicKey: string; sign(text: string): string }

/** SEAL_KEY is not the one this database was sealed under. */
export class WrongSealKey extends Error {}

export type Released = { privateKey: Buffer } | { refusal: ReleaseRefusal | 'destroyed' }

/** Keeps every private key, wrapped under the master key, and hands each out under its conditions alone. */
export interface KeyVault {
  workKeys(): Promise<WorkKeys>
  signer(): Promise<Signer>
  /** Makes the key pair of a need, or binds the one it has to a later deadline. Answers the public key. */
  prepare(need: string, deadline: Date): Promise<string>
  publicKeyOf(need: string): Promise<string | undefined>
  /** Records that this person confirmed the opening; `release` asks for it. */
  confirm(need: string, confirmation: OpeningConfirmation): Promise<void>
  /** The one way to a need's private key: after its deadline, once both sides have confirmed. */
  release(need: Pick<Need, 'id' | 'minutes' | 'content' | 'opening'>, now: Date): Promise<Released>
  /** Destroys a need's private key: nobody will ever open its bids. */
  shred(need: string): Promise<void>
  endIntake(need: string, deadline: Date): Promise<void>
  /** Whether hand-ins for this deadline have come to an end. */
  intakeEnded(need: string, deadline: Date): Promise<boolean>
}

const placeOf = ({ id, publicKey, notBefore }: Pick<KeyRow, 'id' | 'publicKey' | 'notBefore'>): string =>
  `key ${id} ${publicKey} ${notBefore?.toISOString() ?? ''}`
const rowOf = (need: string): string => `need:${need}`

export function createKeyVault(store: KeyStore, master: MasterKey): KeyVault {
  const vault: KeyVault = {
    workKeys: once(() => openData(store, master)),
    signer: once(() => openSigner(store, master)),
    async prepare(need, deadline) {
      const known = await store.find(rowOf(need))
      if (known) return bound(store, master, known, deadline)
      const { publicKey, privateKey } = newSealingPair()
      await store.insert(wrapped(master, { id: rowOf(need), publicKey, notBefore: deadline }, privateKey))
      return (await store.find(rowOf(need)))?.publicKey ?? publicKey
    },
    publicKeyOf: async (need) => (await store.find(rowOf(need)))?.publicKey,
    async confirm(need, confirmation) {
      const { facts } = await vault.workKeys()
      await store.addConfirmation(rowOf(need), sealValue(facts, confirmation, `confirmation ${need}`))
    },
    async release(need, now) {
      const row = await store.find(rowOf(need.id))
      if (!row?.wrapped || !row.notBefore) return { refusal: 'destroyed' }
      const { facts } = await vault.workKeys()
      const confirmations = row.confirmations.map((one) => openValue(facts, one, `confirmation ${need.id}`) as OpeningConfirmation | undefined)
      const record = { notBefore: row.notBefore, confirmations: confirmations.filter((one) => one !== undefined) }
      const refusal = whyNotRelease(need, record, now)
      return refusal ? { refusal } : { privateKey: unwrapped(master, row) }
    },
    shred: (need) => store.destroy(rowOf(need)),
    endIntake: (need, deadline) => store.endIntake(rowOf(need), deadline),
    async intakeEnded(need, deadline) {
      const ended = (await store.find(rowOf(need)))?.intakeEnded
      return ended !== null && ended !== undefined && ended >= deadline
    },
  }
  return vault
}

/** Asked once; again only if that failed. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => (answer ??= ask().catch((error: unknown) => {
    answer = undefined
    throw error
  }))
}

/** A later deadline moves the date from which the key may be used; an earlier one never does. */
async function bound(store: KeyStore, master: MasterKey, row: KeyRow, deadline: Date): Promise<string> {
  if (!row.wrapped || !row.notBefore || row.notBefore >= deadline) return row.publicKey
  const next = wrapped(master, { ...row, notBefore: deadline }, unwrapped(master, row))
  if (await store.rewrap(row, { wrapped: next.wrapped, wrappedBy: next.wrappedBy, notBefore: deadline })) return row.publicKey
  const changed = await store.find(row.id)
  return changed ? bound(store, master, changed, deadline) : row.publicKey
}

function wrapped(master: MasterKey, about: Pick<KeyRow, 'id' | 'publicKey' | 'notBefore'>, privateKey: Buffer): KeyRow {
  const { id, publicKey, notBefore } = about
  return { id, publicKey, notBefore, wrapped: master.wrap(privateKey, placeOf(about)), wrappedBy: master.id, confirmations: [], intakeEnded: null }
}

function unwrapped(master: MasterKey, row: KeyRow): Buffer {
  const secret = master.unwrap(row.wrapped, placeOf(row))
  if (!secret) throw new WrongSealKey(`key ${row.id} does not open: it was sealed under another SEAL_KEY (this one is ${master.id}, that one ${row.wrappedBy}), or was changed`)
  return secret
}

/** The same key under another master key. */
export function rewrapped(row: KeyRow, from: MasterKey, to: MasterKey): Pick<KeyRow, 'wrapped' | 'wrappedBy' | 'notBefore'> {
  return { wrapped: to.wrap(unwrapped(from, row), placeOf(row)), wrappedBy: to.id, notBefore: row.notBefore }
}

async function openData(store: KeyStore, master: MasterKey): Promise<WorkKeys> {
  const root = await kept(store, master, 'data', () => ({ publicKey: '', secret: newKey() }))
  const key = (purpose: keyof WorkKeys): Buffer => derivedKey(root.secret, purpose)
  return {
    facts: key('facts'), events: key('events'), tags: key('tags'), owners: key('owners'), files: key('files'), notices: key('notices'),
    pseudonyms: key('pseudonyms'),
  }
}

async function openSigner(store: KeyStore, master: MasterKey): Promise<Signer> {
  const { publicKey, secret } = await kept(store, master, 'signing', newSigningPair)
  const privateKey: KeyObject = createPrivateKey({ key: secret, type: 'pkcs8', format: 'der' })
  return { publicKey, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url') }
}

function newSigningPair(): { publicKey: string; secret: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { publicKey: publicKey.export({ format: 'jwk' }).x ?? '', secret: privateKey.export({ type: 'pkcs8', format: 'der' }) }
}

/** Made at the first start; of two starts at the same moment one wins. */
async function kept(store: KeyStore, master: MasterKey, id: string, make: () => { publicKey: string; secret: Buffer }) {
  if (!(await store.find(id))) {
    const { publicKey, secret } = make()
    await store.insert(wrapped(master, { id, publicKey, notBefore: null }, secret))
  }
  const row = await store.find(id)
  if (!row) throw new Error(`key ${id} is gone`)
  return { publicKey: row.publicKey, secret: unwrapped(master, row) }
}
