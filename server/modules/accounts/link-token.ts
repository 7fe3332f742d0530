import { createHash, randomBytes } from 'node:crypto'

/** The part of a mailed link that nobody can guess. We keep its hash only: a stolen database opens no account. */
export interface LinkToken { token: string; hash: string }

export function newLinkToken(): LinkToken {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashOfToken(token) }
}

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
