import type { Clock } from '../../kernel/clock.ts'
import type { SessionReader } from '../../plugins/session.ts'
import type { OrganisationStore, PersonStore } from './account-store.ts'
import { whyBarred } from './person.ts'
import type { RefreshTokens } from './refresh-token.ts'
import { needsSecondFactor } from './second-factor.ts'
import { renewSession } from './session-renewal.ts'
import type { SessionStore } from './session-store.ts'

interface Parts {
  sessions: SessionStore
  refreshTokens: RefreshTokens
  people: PersonStore
  organisations: OrganisationStore
  config: { demo: boolean; production: boolean }
  clock: Clock
}

/** From a session to who acts. Read afresh each time, so that a lost role or an ended session counts at once. */
export function createSessionReader(parts: Parts): SessionReader {
  return {
    renew: (token) => renewSession(parts, token),
    async read(id) {
      const session = await parts.sessions.find(id)
      if (!session || session.endsAt <= parts.clock.now()) return undefined
      const person = await parts.people.find(session.person)
      if (!person || person.sessionEpoch !== session.epoch || whyBarred(person, parts.config.demo)) return undefined
      const organisation = await parts.organisations.find(person.organisation)
      if (!organisation) return undefined
      const withheld = parts.config.production && !session.twoFactor && needsSecondFactor(person.roles)
      const { kind, name, verification } = organisation
      const roles = withheld ? [] : person.roles
      return {
        actor: { id: person.id, organisation: organisation.id, kind, roles, verified: verification === 'verified' },
        account: { name: person.name, organisation: name, roles },
        withheld,
      }
    },
  }
}
