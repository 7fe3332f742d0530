import { ORGANISATIONS, type OrganisationSeed } from '../../seed/demo/organisations.ts'
import { actorOf, CAST, PEOPLE, personOf } from '../../seed/demo/people.ts'
import { type Organisation, verifyOrganisation } from '../modules/accounts/organisation.ts'
import type { Person } from '../modules/accounts/person.ts'
import { demoDay, must } from './demo-rules.ts'

/** Long before the first need, so that everybody who acts was verified when they did. */
const VERIFIED = -200

export function demoOrganisations(startedAt: Date): Organisation[] {
  return ORGANISATIONS.map((seed, i) => {
    const pending: Organisation = { ...seed, verification: 'pending', verificationReason: '', source: null, revision: 0, events: [] }
    if (seed.verification !== 'verified') return pending
    return must(seed.id, verifyOrganisation(pending, verifierOf(seed), demoDay(startedAt, VERIFIED + i * 0.25)))
  })
}

/** Nobody vouches for their own, so each of the two offices is verified by the other. */
function verifierOf({ id }: OrganisationSeed) {
  return actorOf(personOf(CAST.officer).organisation === id ? CAST.secondOfficer : CAST.officer)
}

export function demoPeople(passwordHash: string): Person[] {
  return PEOPLE.map((seed) => ({ ...seed, passwordHash, revision: 0, events: [] }))
}
