import {
  createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject, randomBytes,
} from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const NONCE = 12
const TAG = 16
const POINT = 32
const KEY = 32
/** Lengths tell what kind of thing is inside; they are rounded up to this many bytes. */
const BLOCK = 256
/** What every sealed text begins with: how it was made, and how to recognise it. */
export const SEALED = 'sealed1.'

export const newKey = (): Buffer => randomBytes(KEY)

/** A key for one purpose; nothing about the secret or other keys follows from it. */
export function derivedKey(secret: Buffer | string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'jiebang', purpose, KEY))
}

/** AES-256-GCM: nonce, tag, ciphertext. `context` is authenticated with it: opened in another place it does not open. */
export function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context))
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), hidden])
}

/** Undefined: another key, another place, or somebody changed it. */
export function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer | undefined {
  if (sealed.length < NONCE + TAG) return undefined
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE), { authTagLength: TAG }).setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()])
  } catch {
    return undefined
  }
}

export const sealBytes = (key: Buffer, plain: Buffer, context: string): string => SEALED + encrypt(key, plain, context).toString('base64url')

export const openBytes = (key: Buffer, sealed: unknown, context: string): Buffer | undefined =>
  isSealedText(sealed) ? decrypt(key, bytesOf(sealed), context) : undefined

const bytesOf = (sealed: string): Buffer => Buffer.from(sealed.slice(SEALED.length), 'base64url')

/** A value as JSON, padded and encrypted. */
export function sealValue(key: Buffer, value: unknown, context: string): string {
  const plain = Buffer.from(JSON.stringify(value))
  // JSON may end in spaces.
  const padding = Buffer.alloc((BLOCK - (plain.length % BLOCK)) % BLOCK, ' ')
  return sealBytes(key, Buffer.concat([plain, padding]), context)
}

/** Dates come back as text. Undefined like `decrypt`. */
export function openValue(key: Buffer, sealed: unknown, context: string): unknown {
  const plain = openBytes(key, sealed, context)
  return plain && (JSON.parse(plain.toString()) as unknown)
}

export const isSealedText = (value: unknown): value is string => typeof value === 'string' && value.startsWith(SEALED)

/** An X25519 pair: the public key in base64url, the private key as PKCS #8. */
export function newSealingPair(): { publicKey: string; privateKey: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  return { publicKey: pointOf(publicKey), privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }) }
}

/**
 * Hybrid encryption to a public key: a key pair of this message's own, X25519, HKDF-SHA-256 over both public keys, and
 * AES-256-GCM. Only the private key opens it; whoever sealed it cannot.
 */
export function wrapFor(publicKey: string, secret: Buffer, context: string): string {
  const own = generateKeyPairSync('x25519')
  const point = pointOf(own.publicKey)
  const key = agreedKey(own.privateKey, publicKey, `${point}.${publicKey}`)
  return SEALED + Buffer.concat([Buffer.from(point, 'base64url'), encrypt(key, secret, context)]).toString('base64url')
}

export function unwrapWith(privateKey: Buffer, wrapped: unknown, context: string): Buffer | undefined {
  if (!isSealedText(wrapped)) return undefined
  const own = createPrivateKey({ key: privateKey, type: 'pkcs8', format: 'der' })
  const bytes = bytesOf(wrapped)
  const point = bytes.subarray(0, POINT).toString('base64url')
  const key = agreedKeyOrNone(own, point, `${point}.${pointOf(createPublicKey(own))}`)
  return key && decrypt(key, bytes.subarray(POINT), context)
}

function agreedKey(privateKey: KeyObject, point: string, both: string): Buffer {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: point }, format: 'jwk' })
  return derivedKey(diffieHellman({ privateKey, publicKey }), `seal to need ${both}`)
}

/** What was tampered with need not be a point at all. */
function agreedKeyOrNone(privateKey: KeyObject, point: string, both: string): Buffer | undefined {
  try {
    return agreedKey(privateKey, point, both)
  } catch {
    return undefined
  }
}

const pointOf = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? ''
