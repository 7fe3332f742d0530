import type { Organisation } from '../modules/accounts/organisation.ts'
import type { Person } from '../modules/accounts/person.ts'
import { coalesced } from '../store/coalesced.ts'
import type { Addressee, Prepared } from './composing.ts'
import type { MailerParts } from './mailer-parts.ts'
import type { OutboxMail, Settlement } from './outbox-store.ts'

/** Finds out to whom messages go and what they say; questions of the same moment are asked together. */
export function createAddressees(parts: Pick<MailerParts, 'people' | 'organisations' | 'newcomers' | 'store' | 'models'>) {
  const findPerson = coalesced<Person>((ids) => parts.people.findMany(ids))
  const findOrganisation = coalesced<Organisation>((ids) => parts.organisations.findMany(ids))
  const findRefusal = coalesced((addresses) => parts.store.refusals(addresses))

  async function addresseeOf(mail: OutboxMail): Promise<Addressee | undefined> {
    const person = await findPerson(mail.to)
    if (!person) return parts.newcomers?.addressee(mail.to)
    const organisation = await findOrganisation(person.organisation)
    if (!person.active || !organisation) return undefined
    const locale = mail.locale ?? person.preferences.locale
    return { name: person.name, email: person.email, locale, known: { person, organisation, locale } }
  }

  return {
    /** Ready to be sent, or settled without. */
    async prepare(mail: OutboxMail): Promise<Prepared | { settled: Settlement }> {
      const to = await addresseeOf(mail)
      if (!to) return { settled: { id: mail.id, state: 'dropped', error: 'no recipient' } }
      const refusal = await findRefusal(to.email)
      if (refusal) return { settled: { id: mail.id, state: 'refused', error: refusal.why } }
      const build = parts.models[mail.template]
      const model = build && to.known ? await build(mail.model, to.known) : mail.model
      return model ? { mail, to, model } : { settled: { id: mail.id, state: 'dropped', error: 'nothing to say' } }
    },
  }
}
