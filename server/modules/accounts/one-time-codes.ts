import { createHash, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import encodeQR from 'qr'
import { createSecretBox } from '../../secret-box.ts'
import type { TypedCode } from './second-factor.ts'

/** What every authenticator app understands (RFC 6238): SHA-1, six digits, 30 seconds; one step early or late is right. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const WINDOW = 1
const SECRET_BYTES = 20

/** Parts the key of second factors from others made of the same secret. */
export const FACTOR_PURPOSE = 'second factor'

const RECOVERY_CODES = 10
/** No characters that are taken for one another. 31¹² is about 59 bits: guessing one of ten is out of the question. */
const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const RECOVERY_LENGTH = 12

/** Makes and checks one-time codes; nobody else sees a secret in the clear. */
export interface OneTimeCodes {
  /** A new secret, sealed for this person. */
  offer(person: string): string
  /** What the person's app needs: key to type, and the modules of the QR code, row by row. */
  shown(sealed: string, person: string, account: string): { key: string; modules: boolean[][] }
  /** What was typed, as a rule takes it. */
  typed(sealed: string, person: string, code: string, now: Date): TypedCode
}

export function createOneTimeCodes(secret: string, issuer: string): OneTimeCodes {
  const box = createSecretBox(secret, FACTOR_PURPOSE)

  function totpOf(sealed: string, person: string, label = person): TOTP {
    const plain = box.open(sealed, person)
    if (!plain) throw new Error('a second factor cannot be read: SEAL_KEY (or JWT_SECRET) is not the one it was sealed under')
    return new TOTP({ ...SHAPE, issuer, label, secret: new Secret({ buffer: new Uint8Array(plain).buffer }) })
  }

  return {
    offer: (person) => box.seal(Buffer.from(new Secret({ size: SECRET_BYTES }).buffer), person),
    shown(sealed, person, account) {
      const totp = totpOf(sealed, person, account)
      return { key: totp.secret.base32.replaceAll(/(.{4})(?=.)/g, '$1 '), modules: encodeQR(totp.toString(), 'raw', { ecc: 'medium', border: 2 }) }
    },
    typed(sealed, person, code, now) {
      const token = code.normalize('NFKC').replaceAll(/\s/g, '')
      const delta = /^\d{6}$/.test(token) ? totpOf(sealed, person).validate({ token, timestamp: now.getTime(), window: WINDOW }) : null
      const step = delta === null ? null : Math.floor(now.getTime() / (SHAPE.period * 1000)) + delta
      return { step, recoveryHash: hashOfRecovery(person, token) }
    },
  }
}

/** Ten codes for the day the phone is lost: shown once, kept as hashes. */
export function newRecoveryCodes(person: string): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode())
  return { codes, hashes: codes.map((code) => hashOfRecovery(person, code)) }
}

const recoveryCode = (): string =>
  Array.from({ length: RECOVERY_LENGTH }, () => CHARACTERS.charAt(randomInt(CHARACTERS.length))).join('').replaceAll(/(.{4})(?=.)/g, '$1-')

/** They are random and long, so a fast hash is enough; the person's id parts those of different people. */
function hashOfRecovery(person: string, code: string): string {
  return createHash('sha256').update(`${person} ${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`).digest('base64url')
}
