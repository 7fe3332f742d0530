import { randomBytes } from 'node:crypto'
import { type Algorithm, hash, verify } from '@node-rs/argon2'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The same characters typed on another keyboard may come composed differently (NIST SP 800-63B 5.1.1.2). */
const normal = (password: string): string => password.normalize('NFKC')

export const hashPassword = (password: string): Promise<string> => hash(normal(password), COST)

/** Nobody's password: an unknown address costs the same time as a known one. */
const DUMMY = hashPassword(randomBytes(32).toString('base64'))

/** One verification of a hash in PHC format: what costs time. */
export type VerifyHash = (hash: string, password: string) => Promise<boolean>
export type PasswordCheck = (stored: string | undefined, password: string) => Promise<boolean>

/** Exactly one verification, whoever is asked about. False for people without a password, after the same work. */
export function createPasswordCheck(verifyHash: VerifyHash = verify): PasswordCheck {
  return async (stored, password) => {
    const right = await verifyHash(stored || (await DUMMY), normal(password))
    return right && Boolean(stored)
  }
}

export const verifyPassword = createPasswordCheck()
