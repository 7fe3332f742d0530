import { hkdfSync } from 'node:crypto'
import { decrypt, encrypt } from './modules/sealing/cipher.ts'

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
    seal: (plain, owner = '') => encrypt(key, Buffer.from(plain), owner).toString('base64url'),
    open: (sealed, owner = '') => decrypt(key, Buffer.from(sealed, 'base64url'), owner),
  }
}

/** 32 bytes for one purpose out of the installation's secret (HKDF, RFC 5869). */
export const derivedKey = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
