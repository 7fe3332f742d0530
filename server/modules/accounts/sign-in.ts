import type { Clock } from '../../kernel/clock.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Outbox } from '../../mail/outbox.ts'
import { SESSION_HOURS } from '../../plugins/session.ts'
import type { PersonStore } from './account-store.ts'
import type { Against, AttemptStore, Blocked } from './attempt-store.ts'
import { deviceName, type KnownDevices } from './device.ts'
import type { OneTimeCodes } from './one-time-codes.ts'
import type { PasswordCheck } from './passwords.ts'
import { type BarredReason, type Person, whyBarred } from './person.ts'
import type { RefreshTokens } from './refresh-token.ts'
import { isEnrolled, type SecondFactor, useCode } from './second-factor.ts'
import type { SecondFactorStore } from './second-factor-store.ts'
import { firstRefresh, type Renewed } from './session-renewal.ts'
import type { Session, SessionStore } from './session-store.ts'

export type SignInRefusal = 'wrong-credentials' | 'too-many-requests' | 'code-needed' | 'code-wrong' | BarredReason

/** Where somebody comes from, as far as it counts for guessing and for knowing them again. */
export interface Client { address: string; deviceCookie: string | undefined; userAgent: string }

/** A session with everything its holder gets. */
export interface SignedIn { person: Person; session: Session; renewed: Renewed; deviceCookie: string }

/** Knows the password; `factor`: is asked for a code as well. */
export interface Proved { person: Person; factor: SecondFactor | undefined; known: boolean; against: Against[] }

export interface SignInParts {
  people: PersonStore
  sessions: SessionStore
  secondFactors: SecondFactorStore
  refreshTokens: RefreshTokens
  attempts: AttemptStore
  devices: KnownDevices
  codes: OneTimeCodes
  checkPassword: PasswordCheck
  outbox: Outbox
  clock: Clock
  config: { demo: boolean }
}

/** Told how long whoever has to wait has to wait. */
type OnBlocked = (blocked: Blocked) => void

/** An unknown address and a wrong password get the same answer after the same work; the rest is told to whoever knows the password. */
export async function provePassword(
  parts: SignInParts, email: string, password: string, client: Client, onBlocked: OnBlocked,
): Promise<Outcome<Proved, SignInRefusal>> {
  const account = email.trim().toLowerCase()
  const { known, against } = countedFor(parts, account, client)
  const blocked = await parts.attempts.take(against, parts.clock.now())
  if (blocked) return tooMany(blocked, onBlocked)
  const person = await parts.people.withEmail(account)
  const right = await parts.checkPassword(person?.passwordHash, password)
  if (!person || !right) return refused('wrong-credentials')
  const barred = whyBarred(person, parts.config.demo)
  if (barred) return refused(barred)
  return done({ person, known, against, factor: await parts.secondFactors.find(person.id) })
}

/** The second step where a page asks for it: the password was proved a few minutes ago. */
export async function proveAgain(
  parts: SignInParts, person: Person, client: Client, onBlocked: OnBlocked,
): Promise<Outcome<Proved, SignInRefusal>> {
  const { known, against } = countedFor(parts, person.email, client)
  const blocked = await parts.attempts.take(against, parts.clock.now())
  if (blocked) return tooMany(blocked, onBlocked)
  const barred = whyBarred(person, parts.config.demo)
  return barred ? refused(barred) : done({ person, known, against, factor: await parts.secondFactors.find(person.id) })
}

function tooMany(blocked: Blocked, onBlocked: OnBlocked) {
  onBlocked(blocked)
  return refused<SignInRefusal>('too-many-requests')
}

/** Whoever used this browser for the account before is counted by it alone: strangers can't use up their attempts. */
function countedFor({ devices }: SignInParts, account: string, { address, deviceCookie }: Client): { known: boolean; against: Against[] } {
  const device = devices.recognise(deviceCookie, account)
  if (device) return { known: true, against: [{ kind: 'device', whom: `${device} ${account}` }] }
  const pair: Against = { kind: 'pair', whom: `${address} ${account}` }
  return { known: false, against: [pair, { kind: 'address', whom: address }, { kind: 'account', whom: account }] }
}

/** With everything proved that is asked for, a session begins. `code`: what was typed, or nothing. */
export async function comeIn(parts: SignInParts, proved: Proved, code: string, client: Client): Promise<Outcome<SignedIn, SignInRefusal>> {
  const { person, factor } = proved
  if (isEnrolled(factor)) {
    if (code === '') return refused('code-needed')
    if (!(await takeCode(parts, factor, code))) return refused('code-wrong', { code: 'error.codeWrong' })
  }
  await parts.attempts.forgive(proved.against)
  const signedIn = await openSession(parts, person, client, isEnrolled(factor))
  if (!proved.known) await tellOfDevice(parts, person, signedIn.session)
  return done(signedIn)
}

/** Of two sign-ins with one code one is refused: the other wrote first. */
async function takeCode({ codes, secondFactors, clock }: SignInParts, factor: SecondFactor & { secret: string }, code: string): Promise<boolean> {
  const now = clock.now()
  const typed = codes.typed(factor.secret, factor.id, code, now)
  return (await secondFactors.change(factor.id, (current) => useCode(current, typed, now))).ok
}

/** Each sign-in gets a session of its own: one that somebody planted before is worth nothing. */
export async function openSession(parts: SignInParts, person: Person, client: Client, twoFactor = false): Promise<SignedIn> {
  const now = parts.clock.now()
  const endsAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000)
  const session = await parts.sessions.start(person.id, now, endsAt, person.sessionEpoch, { device: deviceName(client.userAgent), twoFactor })
  return { person, session, renewed: await firstRefresh(parts, session), deviceCookie: parts.devices.remember(client.deviceCookie, person.email) }
}

/** Once a day for each kind of browser: programs sign in often, and a letter for each would soon be read by nobody. */
async function tellOfDevice({ outbox }: SignInParts, person: Person, { device, startedAt }: Session): Promise<void> {
  const id = `new-device:${person.id}:${startedAt.toISOString().slice(0, 10)}:${device}`
  await outbox.queue({ id, to: person.id, template: 'account-security', model: { what: 'new-device', device, at: startedAt } })
}
