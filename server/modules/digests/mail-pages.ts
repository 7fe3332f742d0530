import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { KeptMail } from '../../mail/mail-transport.ts'
import { OUTBOX_STATES, type OutboxMail, type OutboxState, type RefusedAddress } from '../../mail/outbox-store.ts'

type Reader = Pick<Context, 'locale' | 'words'>

export interface OutboxFacts {
  counts: Record<OutboxState, number>
  /** Those that could not be sent yet or ever. */
  problems: OutboxMail[]
  recent: OutboxMail[]
  /** Attempts of which nobody knows whether they arrived. */
  doubtful: number
  refusedAddresses: RefusedAddress[]
  /** Undefined where mail is really sent. */
  kept: KeptMail[] | undefined
  names: ReadonlyMap<string, string>
}

export function mailPage(facts: OutboxFacts, { words }: Reader): Page {
  const nameOf = (id: string): string => facts.names.get(id) ?? id
  return {
    template: 'digests/mail', title: words('digests.mailTitle'),
    model: {
      figures: [
        ...OUTBOX_STATES.map((state) => ({ label: words(`digests.mail.${state}`), value: String(facts.counts[state]) })),
        { label: words('digests.mail.doubtful'), value: String(facts.doubtful) },
      ],
      addresses: facts.refusedAddresses.flatMap(({ person, why, at }) => (person ? [{ person, name: nameOf(person), why, at }] : [])),
      problems: facts.problems.map((mail) => ({
        name: nameOf(mail.to), kind: kindOf(mail.template, words), state: words(`digests.mail.${mail.state}`), why: mail.error,
        attempts: mail.attempts, at: mail.queuedAt,
      })),
      recent: facts.kept ? [] : facts.recent.map((mail) => ({
        name: nameOf(mail.to), kind: kindOf(mail.template, words), state: words(`digests.mail.${mail.state}`), at: mail.queuedAt,
      })),
      kept: facts.kept?.map((mail) => ({ href: `/staff/mail/${mail.id}`, name: mail.to.name, subject: mail.subject, at: mail.date })),
    },
  }
}

function kindOf(template: string, words: Reader['words']): string {
  return words(`digests.kind.${template === 'notice' || template === 'digest' ? template : 'other'}`)
}

/** One kept message. A link that opens an account is shown in demonstrations only, where passwords are printed anyway. */
export function keptMailPage(mail: KeptMail, demo: boolean, { words }: Reader): Page {
  return {
    template: 'digests/kept-mail', title: mail.subject,
    model: {
      name: mail.to.name, at: mail.date, readable: mayRead(mail, demo), text: mail.text, html: `/staff/mail/${mail.id}/html`,
      crumbs: [{ href: '/staff', label: words('nav.staff') }, { href: '/staff/mail', label: words('digests.mailTitle') }],
    },
  }
}

export const mayRead = ({ privacy }: KeptMail, demo: boolean): boolean => privacy === 'open' || (privacy === 'secret' && demo)
