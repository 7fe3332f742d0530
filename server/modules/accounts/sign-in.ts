import type { Clock } from '../../kernel/clock.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import { SESSION_HOURS } from '../../plugins/session.ts'
import type { PersonStore, Session, SessionStore } from './account-store.ts'
import { type BarredReason, type Person, whyBarred } from './person.ts'
import { verifyPassword } from './passwords.ts'

export type SignInRefusal = 'wrong-credentials' | BarredReason
export interface SignedIn { person: Person; session: Session }

interface Parts { people: PersonStore; sessions: SessionStore; clock: Clock; config: { demo: boolean } }

const LENGTH = SESSION_HOURS * 3_600_000

/** An unknown address and a wrong password get the same answer after the same work; the rest is told to whoever knows the password. */
export async function signIn(parts: Parts, email: string, password: string): Promise<Outcome<SignedIn, SignInRefusal>> {
  const person = await parts.people.withEmail(email)
  const right = await verifyPassword(person?.passwordHash, password)
  if (!person || !right) return refused('wrong-credentials')
  const barred = whyBarred(person, parts.config.demo)
  if (barred) return refused(barred)
  return done({ person, session: await openSession(parts, person) })
}

/** Each sign-in gets a session of its own: one that somebody planted before is worth nothing. */
export function openSession({ sessions, clock }: Pick<Parts, 'sessions' | 'clock'>, person: Person): Promise<Session> {
  const now = clock.now()
  return sessions.start(person.id, now, new Date(now.getTime() + LENGTH), person.sessionEpoch)
}
