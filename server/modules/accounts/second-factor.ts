import { isClock, type Actor, hasRole, type Role } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'

/** Who decides on others' ideas and money, or reads everything: a password alone is too little for them. */
const TWO_FACTOR_ROLES: readonly Role[] = ['officer', 'administrator', 'auditor', 'reviewer']

export const needsSecondFactor = (roles: readonly Role[]): boolean => roles.some((role) => TWO_FACTOR_ROLES.includes(role))

/** A person's app that makes one-time codes (RFC 6238), by the person's id. Secrets are sealed under a key outside the database. */
export interface SecondFactor extends Aggregate {
  /** Sealed; null while there is none. */
  secret: string | null
  /** Sealed; shown as a QR code, and not yet proved by a code. */
  offered: { secret: string; at: Date } | null
  /** Time step of the last code that was taken: it and everything before is used up. */
  lastStep: number
  /** Hashes of the recovery codes that are left. */
  recovery: string[]
  enrolledAt: Date | null
}

export type FactorRefusal = 'code-wrong' | 'nothing-offered' | 'not-enrolled' | 'factor-required' | 'not-administrator' | 'own-account'

export const noFactor = (person: string): SecondFactor =>
  ({ id: person, revision: 0, events: [], secret: null, offered: null, lastStep: 0, recovery: [], enrolledAt: null })

export const isEnrolled = (factor: SecondFactor | undefined): factor is SecondFactor & { secret: string } => Boolean(factor?.secret)

const OFFER_MINUTES = 30

/** A secret is shown; nothing changes until a code proves that the app has it. */
export const offerSecret = (factor: SecondFactor, sealed: string, now: Date): Outcome<SecondFactor, never> =>
  done({ ...factor, offered: { secret: sealed, at: now }, revision: factor.revision + 1 })

export const offerIsFresh = ({ offered }: SecondFactor, now: Date): boolean =>
  offered !== null && now.getTime() - offered.at.getTime() < OFFER_MINUTES * 60_000

/** `step`: the time step whose code was typed, or null; `recovery`: hashes of fresh recovery codes. */
export function enrol(factor: SecondFactor, step: number | null, recovery: string[], now: Date): Outcome<SecondFactor, FactorRefusal> {
  if (!factor.offered || !offerIsFresh(factor, now)) return refused('nothing-offered')
  if (step === null) return wrongCode()
  const changes = { secret: factor.offered.secret, offered: null, lastStep: step, recovery, enrolledAt: now }
  return done(record(factor, changes, { type: 'second-factor-enrolled', by: factor.id, at: now }))
}

/** What somebody typed as their code: the time step of an app's code, or the hash of a recovery code. */
export interface TypedCode { step: number | null; recoveryHash: string }

/** A code is good once: a step that was used, and all before it, and a used recovery code are wrong. */
export function useCode(factor: SecondFactor, { step, recoveryHash }: TypedCode, now: Date): Outcome<SecondFactor, FactorRefusal> {
  if (!factor.secret) return refused('not-enrolled')
  if (step !== null && step > factor.lastStep) return done({ ...factor, lastStep: step, revision: factor.revision + 1 })
  if (!factor.recovery.includes(recoveryHash)) return wrongCode()
  const recovery = factor.recovery.filter((one) => one !== recoveryHash)
  return done(record(factor, { recovery }, { type: 'recovery-code-used', by: factor.id, at: now, data: { left: recovery.length } }))
}

export function renewRecovery(factor: SecondFactor, recovery: string[], now: Date): Outcome<SecondFactor, FactorRefusal> {
  if (!factor.secret) return refused('not-enrolled')
  return done(record(factor, { recovery }, { type: 'recovery-codes-renewed', by: factor.id, at: now }))
}

/** `required`: this installation asks these roles for one. They change theirs by setting up another. */
export function removeFactor(factor: SecondFactor, required: boolean, now: Date): Outcome<SecondFactor, FactorRefusal> {
  if (!factor.secret) return refused('not-enrolled')
  if (required) return refused('factor-required')
  return done(record(factor, NONE, { type: 'second-factor-removed', by: factor.id, at: now }))
}

/** Phone and recovery codes are lost: another administrator, who knows the person, takes the factor away. */
export function resetFactor(factor: SecondFactor, actor: Actor, now: Date): Outcome<SecondFactor, FactorRefusal> {
  if (!isClock(actor) && !hasRole(actor, 'administrator')) return refused('not-administrator')
  if (factor.id === actor.id) return refused('own-account')
  if (!factor.secret) return refused('not-enrolled')
  return done(record(factor, NONE, { type: 'second-factor-reset', by: actor.id, at: now }))
}

const NONE = { secret: null, offered: null, recovery: [], enrolledAt: null }
const wrongCode = () => refused<FactorRefusal>('code-wrong', { code: 'error.codeWrong' })
