import type { Locale } from '../../http/page.ts'
import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { OrganisationStore } from './account-store.ts'
import { isCreditCode, normalCreditCode } from './credit-code.ts'
import { type Registration, signUpToJoin, signUpWithOrganisation } from './registration.ts'
import type { RegistrationStore } from './registration-store.ts'
import type { FoundingBody, JoiningBody } from './sign-up-schemas.ts'

export type SignUpRefusal = 'credit-code-wrong' | 'credit-code-taken' | 'credit-code-unknown'

interface Parts { registrations: RegistrationStore; organisations: OrganisationStore; clock: Clock }

/** A person brings an organisation that is not here yet. Credit codes are public; addresses are not, and are not looked up. */
export async function foundOrganisation(parts: Parts, body: FoundingBody, locale: Locale): Promise<Outcome<Registration, SignUpRefusal>> {
  const { organisation, ...newcomer } = body
  const creditCode = normalCreditCode(organisation.creditCode)
  if (!isCreditCode(creditCode)) return refused('credit-code-wrong', { 'organisation.creditCode': 'error.creditCode' })
  const taken = await parts.organisations.withCreditCode(creditCode)
  if (taken) return refused('credit-code-taken', { 'organisation.creditCode': 'error.creditCodeTaken' })
  const profile = { ...organisation, name: organisation.name.trim(), creditCode }
  return keep(parts, signUpWithOrganisation({ id: newId(), locale, ...newcomer }, newId(), profile, parts.clock.now()))
}

/** A person asks to join an organisation that is here; its manager answers. */
export async function joinOrganisation(parts: Parts, body: JoiningBody, locale: Locale): Promise<Outcome<Registration, SignUpRefusal>> {
  const { creditCode: typed, ...newcomer } = body
  const creditCode = normalCreditCode(typed)
  if (!isCreditCode(creditCode)) return refused('credit-code-wrong', { creditCode: 'error.creditCode' })
  const organisation = await parts.organisations.withCreditCode(creditCode)
  if (!organisation) return refused('credit-code-unknown', { creditCode: 'error.creditCodeUnknown' })
  return keep(parts, signUpToJoin({ id: newId(), locale, ...newcomer }, organisation.id, parts.clock.now()))
}

async function keep({ registrations }: Parts, registration: Registration): Promise<Outcome<Registration, never>> {
  await registrations.insert(registration)
  return done(registration)
}
