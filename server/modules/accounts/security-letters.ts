import { formatDateTime } from '../../kernel/format.ts'
import type { Locale } from '../../http/page.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Words } from '../../kernel/words.ts'
import type { MailModels } from '../../mail/mailer-parts.ts'
import type { Outbox } from '../../mail/outbox.ts'
import type { Follower } from '../../relay/relay.ts'
import type { PersonStore } from './account-store.ts'

/** What is said to the person an account belongs to, whoever did it: changes that let others in, or shut them out. */
const TOLD = [
  'password-set', 'second-factor-enrolled', 'second-factor-removed', 'second-factor-reset', 'recovery-code-used', 'recovery-codes-renewed', 'roles-changed',
] as const
/** News of this kind is worth nothing later. In milliseconds. */
const STALE = 2 * 86_400_000

interface Parts { outbox: Outbox; people: Pick<PersonStore, 'find'>; clock: Clock }

export function createSecurityLetters({ outbox, people, clock }: Parts): Follower {
  return {
    name: 'security-letters', scope: 'shared',
    async handle({ id, type, subject, at, data }) {
      if (!(TOLD as readonly string[]).includes(type) || clock.now().getTime() - at.getTime() > STALE) return
      const person = await people.find(subject)
      // All demonstration accounts get one password together, from us.
      if (!person || (person.demo && type === 'password-set')) return
      const model = { what: type, at, ...(type === 'roles-changed' ? { roles: data['roles'] } : {}) }
      await outbox.queue({ id: `security:${id}`, to: subject, template: 'account-security', model })
    },
  }
}

export function securityMailModel({ words, publicUrl }: { words(locale: Locale): Words; publicUrl: string }): MailModels[string] {
  return async (stored, { locale }) => {
    const say = words(locale)
    return { what: stored['what'], facts: factsOf(stored, locale, say), href: `${publicUrl}/my/account`, preferencesUrl: '' }
  }
}

function factsOf({ what, at, device, roles }: Record<string, unknown>, locale: Locale, words: Words) {
  const isNews = what === 'new-device'
  const held = Array.isArray(roles) ? roles.map((role) => words(`role.${String(role)}`)).join(locale === 'en' ? ', ' : '、') : ''
  return [
    { label: words('emails.account-security.at'), value: formatDateTime(at, locale) },
    ...(isNews ? [{ label: words('emails.account-security.device'), value: String(device || words('emails.account-security.unknownDevice')) }] : []),
    ...(Array.isArray(roles) ? [{ label: words('emails.account-security.roles'), value: held || words('accounts.noRoles') }] : []),
  ]
}
