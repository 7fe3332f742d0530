import { randomBytes } from 'node:crypto'
import { type Algorithm, hash, verify } from '@node-rs/argon2'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The same characters typed on another keyboard may come composed differently (NIST SP 800-63B 5.1.1.2). */
const normal = (password: string): string => password.normalize('NFKC')

export const hashPassword = (password: string): Promise<string> => hash(normal(password), COST)

/** Nobody's password: an unknown address costs the same time as a known one. */
const DUMMY = hashPassword(randomBytes(32).toString('base64'))

/** False for people without a password, after the same work. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const right = await verify(stored || (await DUMMY), normal(password))
  return right && Boolean(stored)
}
