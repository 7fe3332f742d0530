import type { Clock } from '../../kernel/clock.ts'
import type { Outbox } from '../../mail/outbox.ts'
import type { Chore } from '../../relay/background.ts'
import type { OrganisationStore, PersonStore } from './account-store.ts'
import { newLinkToken } from './link-token.ts'
import { allowReset } from './own-account.ts'
import { type Person, whyBarred } from './person.ts'
import { addressTaken, linkMade, type Registration } from './registration.ts'
import type { RegistrationStore } from './registration-store.ts'
import type { ResetRequest, ResetRequestStore } from './reset-request-store.ts'

interface Parts {
  registrations: RegistrationStore
  resetRequests: ResetRequestStore
  people: PersonStore
  organisations: OrganisationStore
  outbox: Outbox
  clock: Clock
  config: { publicUrl: string; demo: boolean }
}

/**
 * Writes the mails with links in them. Whoever typed an address got their answer before this looks whether the address
 * is known: neither the answer nor its time tells. Registrations are written to again after a crash, because the mail
 * is queued before the link is stored; its id holds the link's hash, so that the second mail is another one.
 */
export function createAccountLetters(parts: Parts): Chore {
  return {
    name: 'account-letters',
    async run(goOn) {
      const registrations = await parts.registrations.waiting()
      for (const registration of registrations) if (goOn()) await answerRegistration(parts, registration)
      const requests = await parts.resetRequests.waiting()
      for (const request of requests) if (goOn()) await answerResetRequest(parts, request)
      return registrations.length + requests.length
    },
  }
}

async function answerRegistration(parts: Parts, registration: Registration): Promise<void> {
  const known = await parts.people.withEmail(registration.email)
  await (known ? tellOwner(parts, registration, known) : sendLink(parts, registration))
}

/** Somebody used an address that has an account; only its owner learns of it. */
async function tellOwner({ outbox, registrations, organisations, clock, config }: Parts, registration: Registration, owner: Person): Promise<void> {
  const by = registration.kind === 'invite' ? (await organisations.find(registration.organisation))?.name : undefined
  const model = { ...NO_PREFERENCES, by, signInUrl: `${config.publicUrl}/sign-in`, resetUrl: `${config.publicUrl}/password/forgot` }
  await outbox.queue({ id: `address-taken:${registration.id}`, to: owner.id, template: 'address-taken', model })
  await registrations.decide(registration.id, (current) => addressTaken(current, clock.now()))
}

async function sendLink({ outbox, registrations, organisations, clock, config }: Parts, registration: Registration): Promise<void> {
  const { token, hash } = newLinkToken()
  const href = `${config.publicUrl}/sign-up/confirm/${token}`
  const organisation = registration.profile?.name ?? (await organisations.find(registration.organisation))?.name ?? ''
  const template = registration.kind === 'invite' ? 'invitation' : 'verification'
  const model = { ...NO_PREFERENCES, href, organisation, name: registration.name }
  await outbox.queue({ id: `${template}:${registration.id}:${hash}`, to: registration.id, template, model, locale: registration.locale })
  await registrations.decide(registration.id, (current) => linkMade(current, hash, clock.now()))
}

async function answerResetRequest(parts: Parts, request: ResetRequest): Promise<void> {
  const person = await parts.people.withEmail(request.email)
  if (person && mayGetLink(parts, person)) await sendReset(parts, person)
  await parts.resetRequests.remove(request.id)
}

/** One link a minute is enough for a person, and too little to annoy them with. */
function mayGetLink({ clock, config }: Parts, person: Person): boolean {
  const barred = whyBarred(person, config.demo)
  if (barred && barred !== 'membership-pending') return false
  const age = person.reset ? clock.now().getTime() - (person.reset.endsAt.getTime() - 3_600_000) : Infinity
  return age >= 60_000
}

async function sendReset({ people, outbox, clock, config }: Parts, person: Person): Promise<void> {
  const { token, hash } = newLinkToken()
  const model = { ...NO_PREFERENCES, name: person.name, href: `${config.publicUrl}/password/reset/${token}` }
  await outbox.queue({ id: `password-reset:${person.id}:${hash}`, to: person.id, template: 'password-reset', model })
  await people.decide(person.id, (current) => allowReset(current, hash, clock.now()))
}

/** These mails answer something that somebody just did; there is nothing to unsubscribe from. */
const NO_PREFERENCES = { preferencesUrl: '' }
