import type { MailerParts, Newcomer, Recipient } from './mailer-parts.ts'
import type { Letter } from './delivery.ts'
import { messageIdOf } from './message-id.ts'
import type { OutboxMail } from './outbox-store.ts'

export interface Addressee extends Newcomer { known?: Recipient }

/** A message whose recipient and words are known. */
export interface Prepared { mail: OutboxMail; to: Addressee; model: Record<string, unknown> }

/** The message with everything its envelope and its templates need. */
export function letterOf(parts: Pick<MailerParts, 'config' | 'clock' | 'preferencesUrl'>, { mail, to, model }: Prepared): Letter {
  const { publicUrl, mailFrom, demo } = parts.config
  const preferencesUrl = to.known ? parts.preferencesUrl(to.known.person.id) : ''
  return {
    id: mail.id, template: mail.template, model: { demo, preferencesUrl, ...model }, locale: to.locale,
    messageId: messageIdOf(mail.id, publicUrl),
    from: { name: to.locale === 'en' ? 'Jiebang' : '揭榜', address: mailFrom },
    to: { name: oneLine(to.name), address: to.email },
    headers: headersOf(model, mail.thread, publicUrl),
    date: parts.clock.now(),
    privacy: mail.privacy,
  }
}

const oneLine = (name: string): string => name.replaceAll(/[\r\n\0]+/g, ' ')

/**
 * `unsubscribeUrl`: mail programs show their own button, which posts to the address without asking anything (RFC 8058).
 * `thread`: what a message is about; programs show those of one thread together, whichever of them came first.
 */
function headersOf({ unsubscribeUrl }: Record<string, unknown>, thread: string | null, publicUrl: string): Record<string, string> {
  const root = thread ? messageIdOf(`thread:${thread}`, publicUrl) : undefined
  return {
    'Auto-Submitted': 'auto-generated',
    ...(root ? { 'In-Reply-To': root, References: root } : {}),
    ...(typeof unsubscribeUrl === 'string' ? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  }
}
