import type { Clock } from '../../kernel/clock.ts'
import { hashOfRefresh, type RefreshTokens } from './refresh-token.ts'
import type { Refresh, Session, SessionStore } from './session-store.ts'

/** A session nobody uses for so long is over. */
export const IDLE_HOURS = 2
/**
 * Two tabs wake up and bring the same token, or an answer is lost on the way: whoever brings the one before within
 * this time gets the current one again. Later it is taken for stolen, and the session ends for everybody who holds it.
 */
export const GRACE_SECONDS = 30

const IDLE = IDLE_HOURS * 3_600_000
const GRACE = GRACE_SECONDS * 1000

export interface Renewed { session: string; refreshToken: string; endsAt: Date }
/** `replayed`: a token that was used before came again, and the session was ended. */
export type Renewal = Renewed | 'replayed' | undefined

interface Parts { sessions: SessionStore; refreshTokens: RefreshTokens; clock: Clock }

/** Gives out the first refresh token of a session. */
export async function firstRefresh(parts: Parts, session: Session): Promise<Renewed> {
  const next = refreshOf(parts, session, 1)
  await parts.sessions.rotate(session, next)
  return renewedBy(parts, session, next)
}

/** Each refresh token is good for one other. */
export async function renewSession(parts: Parts, token: string): Promise<Renewal> {
  const given = parts.refreshTokens.read(token)
  const session = given && (await parts.sessions.find(given.session))
  if (!given || !session?.refresh || !isAlive(session, session.refresh, parts.clock.now())) return undefined
  if (given.generation === session.refresh.generation) return rotate(parts, session, session.refresh, token)
  return beforeLast(parts, session, session.refresh, given.generation)
}

async function rotate(parts: Parts, session: Session, current: Refresh, token: string): Promise<Renewal> {
  const next = refreshOf(parts, session, current.generation + 1)
  if (await parts.sessions.rotate(session, next)) return renewedBy(parts, session, next)
  // Somebody with the same token was faster; for us it is now the one before.
  return renewSession(parts, token)
}

async function beforeLast(parts: Parts, session: Session, current: Refresh, generation: number): Promise<Renewal> {
  const late = parts.clock.now().getTime() - current.rotatedAt.getTime() > GRACE
  if (generation === current.generation - 1 && !late) return renewedBy(parts, session, current)
  await parts.sessions.end(session.id)
  return 'replayed'
}

const isAlive = ({ endsAt }: Session, refresh: Refresh, now: Date): boolean => now < endsAt && now < refresh.endsAt

function refreshOf({ refreshTokens, clock }: Parts, session: Session, generation: number): Refresh {
  const now = clock.now()
  const endsAt = new Date(Math.min(now.getTime() + IDLE, session.endsAt.getTime()))
  return { hash: hashOfRefresh(refreshTokens.of(session.id, generation)), generation, rotatedAt: now, endsAt }
}

const renewedBy = ({ refreshTokens }: Parts, { id }: Session, { generation, endsAt }: Refresh): Renewed =>
  ({ session: id, refreshToken: refreshTokens.of(id, generation), endsAt })
