import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey } from '../../secret-box.ts'

/**
 * Refresh tokens of a session, one generation after another: `session.generation.signature`. Each can be made again from
 * the session and its generation, so that an answer that got lost can be given once more; the store knows a hash only.
 */
export interface RefreshTokens {
  of(session: string, generation: number): string
  /** Whose it is; undefined when we never gave it out. */
  read(token: string): { session: string; generation: number } | undefined
}

export function createRefreshTokens(secret: string): RefreshTokens {
  const key = derivedKey(secret, 'refresh token')
  const signed = (part: string): Buffer => createHmac('sha256', key).update(part).digest()
  return {
    of: (session, generation) => `${session}.${generation}.${signed(`${session}.${generation}`).toString('base64url')}`,
    read(token) {
      const [, part, session, generation, signature] = /^(([\w-]{1,80})\.(\d{1,9}))\.([\w-]{43})$/.exec(token) ?? []
      if (!part || !session || !signature) return undefined
      const given = Buffer.from(signature, 'base64url')
      return timingSafeEqual(given, signed(part)) ? { session, generation: Number(generation) } : undefined
    },
  }
}

export const hashOfRefresh = (token: string): string => createHash('sha256').update(token).digest('base64url')
