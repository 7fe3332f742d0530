import type { Test } from 'tap'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { personOf, type PersonSeed } from '../../seed/demo/people.ts'
import { MovableClock } from '../../server/kernel/clock.ts'
import { createDelivery, type Delivery } from '../../server/mail/delivery.ts'
import { createDomainRate } from '../../server/mail/domain-rate.ts'
import { createSentLog, type SentLog } from '../../server/mail/sent-log.ts'
import { createMailer } from '../../server/mail/mailer.ts'
import type { MailerParts } from '../../server/mail/mailer-parts.ts'
import { createOutbox, type QueuedMail } from '../../server/mail/outbox.ts'
import { createOutboxStore } from '../../server/mail/outbox-store.ts'
import { createSmtpTransport, type DkimKey } from '../../server/mail/smtp-transport.ts'
import { buildIndexes } from '../../server/store/database.ts'
import { openStore, temporaryFolder } from '../support/store.ts'
import { startCatcher } from './smtp-catcher.ts'

interface Letter { subject: string; text: string }
const plain = { mail: (_: string, model: object) => ({ ...(model as Letter), html: `<p>${(model as Letter).text}</p>` }) }
const fresh = { revision: 0, events: [], passwordHash: '', verificationReason: '', source: null }

/** An outbox of this test's own, the demonstration's people, and a mail server on this machine. */
export async function openPostOffice(t: Test, answers: Parameters<typeof startCatcher>[1] = {}) {
  const catcher = await startCatcher(t, answers)
  const sentLog = createSentLog(await temporaryFolder(t))
  const connection = await openStore(t, await temporaryFolder(t))
  const store = createOutboxStore(connection)
  await buildIndexes(connection)
  const clock = new MovableClock(new Date('2026-11-23T01:00:00Z'))
  const changed = new Map<string, Partial<PersonSeed>>()

  const parts: MailerParts = {
    store, delivery: deliveryTo(t, catcher.url, { sentLog }), models: {}, clock, log: { error: () => undefined },
    people: { findMany: (ids) => Promise.resolve(ids.map((id) => ({ ...personOf(id), ...changed.get(id), ...fresh }))) },
    organisations: { findMany: (ids) => Promise.resolve(ORGANISATIONS.filter((one) => ids.includes(one.id)).map((one) => ({ ...one, ...fresh }))) },
    sentLog, domainRate: createDomainRate({}), preferencesUrl: (id) => `http://jiebang.example/preferences/${id}`,
    config: { publicUrl: 'http://jiebang.example', mailFrom: 'jiebang@jiebang.example', demo: false },
  }
  const run = (more: Partial<MailerParts> = {}): Promise<number> => createMailer({ ...parts, ...more }).run(() => true)
  const stateOf = async (id: string) => (await store.findMany([id]))[0]
  return { parts, catcher, store, clock, changed, run, stateOf, outbox: createOutbox(store, clock) }
}

/** What the test's letters say goes out as it stands. */
export function deliveryTo(t: Test, url: string, { sentLog = NOT_NOTED, dkim }: { sentLog?: Pick<SentLog, 'note'>; dkim?: DkimKey | undefined } = {}): Delivery {
  const delivery = createDelivery({ transport: createSmtpTransport(url, dkim), renderer: plain, sentLog })
  t.teardown(() => delivery.close())
  return delivery
}

const NOT_NOTED = { note: () => undefined }

export const letter = (id: string, to: string, subject = `信 ${id}`): QueuedMail => ({ id, to, template: 'plain', model: { subject, text: '正文' } })
