import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** Text that only this installation can read and nobody can change unnoticed (AES-256-GCM). */
export interface SecretBox {
  /** `owner`: whom it belongs to; put into somebody else's place it no longer opens. */
  seal(plain: Buffer | string, owner?: string): string
  /** Undefined for what was changed, moved, or sealed under another key. */
  open(sealed: string, owner?: string): Buffer | undefined
}

/** `purpose` parts the keys: what was sealed for one thing is never taken for another. */
export function createSecretBox(secret: string, purpose: string): SecretBox {
  const key = derivedKey(secret, purpose)
  return {
    seal(plain, owner = '') {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(owner))
      const hidden = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64url')
    },
    open(sealed, owner = '') {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < NONCE + TAG) return undefined
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), { authTagLength: TAG }).setAAD(Buffer.from(owner))
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()])
      } catch {
        // Another key or owner, or somebody changed it.
        return undefined
      }
    },
  }
}

/** 32 bytes for one purpose out of the installation's secret (HKDF, RFC 5869). */
export const derivedKey = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
