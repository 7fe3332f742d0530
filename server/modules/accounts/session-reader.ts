import type { SessionReader } from '../../plugins/session.ts'
import type { OrganisationStore, PersonStore, SessionStore } from './account-store.ts'
import { whyBarred } from './person.ts'

/** From a session to who acts. Read afresh each time, so that a lost role or an ended session counts at once. */
export function createSessionReader(stores: {
  sessions: SessionStore; people: PersonStore; organisations: OrganisationStore; config: { demo: boolean }; now(): Date
}): SessionReader {
  return {
    async read(id) {
      const session = await stores.sessions.find(id)
      if (!session || session.endsAt <= stores.now()) return undefined
      const person = await stores.people.find(session.person)
      if (!person || person.sessionEpoch !== session.epoch || whyBarred(person, stores.config.demo)) return undefined
      const organisation = await stores.organisations.find(person.organisation)
      if (!organisation) return undefined
      const { kind, name, verification } = organisation
      return {
        actor: { id: person.id, organisation: organisation.id, kind, roles: person.roles, verified: verification === 'verified' },
        account: { name: person.name, organisation: name, roles: person.roles },
      }
    },
  }
}
