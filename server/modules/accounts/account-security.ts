import type { Connection } from 'mongoose'
import type { Config } from '../../config.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { OrganisationStore, PersonStore } from './account-store.ts'
import { derivedKey } from '../../secret-box.ts'
import { createWindowCounter } from '../../store/window-counter.ts'
import { createAttemptStore } from './attempt-store.ts'
import { createKnownDevices } from './device.ts'
import { createOneTimeCodes } from './one-time-codes.ts'
import { createPasswordCheck, type VerifyHash } from './passwords.ts'
import { createRefreshTokens } from './refresh-token.ts'
import { createSecondFactorStore } from './second-factor-store.ts'
import { createSessionReader } from './session-reader.ts'
import { createSessionStore } from './session-store.ts'
import { createSignInChallenges } from './sign-in-challenge.ts'

interface Parts { config: Config; clock: Clock; people: PersonStore; organisations: OrganisationStore; verifyHash?: VerifyHash }

/** Name of the installation in people's apps. */
const ISSUER = 'Jiebang'

/** What coming in and staying in is made of. Each secret is derived for its one purpose. */
export function createAccountSecurity(connection: Connection, parts: Parts) {
  const { jwtSecret } = parts.config
  const sessions = createSessionStore(connection)
  const refreshTokens = createRefreshTokens(jwtSecret)
  return {
    sessions,
    refreshTokens,
    sessionReader: createSessionReader({ ...parts, sessions, refreshTokens }),
    secondFactors: createSecondFactorStore(connection),
    /** Under the key that opens bids, not the one that signs tokens: it is kept more carefully and never changed in passing. */
    codes: createOneTimeCodes(parts.config.sealKey || jwtSecret, ISSUER),
    attempts: createAttemptStore(connection, jwtSecret),
    counters: createWindowCounter(connection, derivedKey(jwtSecret, 'counters')),
    devices: createKnownDevices(jwtSecret),
    challenges: createSignInChallenges(jwtSecret),
    checkPassword: createPasswordCheck(parts.verifyHash),
  }
}
