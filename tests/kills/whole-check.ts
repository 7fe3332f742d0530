import type { App } from '../../server/app.ts'
import { messageIdOf } from '../../server/mail/message-id.ts'
import type { OutboxMail } from '../../server/mail/outbox-store.ts'
import { verifyLog } from '../../server/modules/audit/log-reader.ts'
import { peopleOf } from '../../server/modules/digests/audience.ts'
import { noticesOf } from '../../server/modules/digests/notices.ts'
import type { PlannedReminder } from '../../server/modules/digests/reminder-store.ts'
import type { JournalEntry } from '../../server/relay/journal.ts'
import { type Services, SOURCES } from '../../server/services.ts'

export interface Whole {
  faults: string[]
  /** Message-IDs of everything the database holds for sent. */
  sent: string[]
  decisions: number
}

/** After everything has been caught up with: is anything missing that follows from what was decided? */
export async function checkWhole({ services }: Pick<App, 'services'>): Promise<Whole> {
  const entries = await services.journal.after(0, 1_000_000)
  const mails = await allMails(services)
  const faults = [
    ...(await leftInAggregates(services)), ...gaps(entries), ...(await untakenDecisions(services, entries)), ...(await trailFaults(services, entries)),
    ...(await untold(services, entries, mails)), ...(await digestsWithoutMail(services, mails)), ...(await indexFaults(services)),
    ...mails.filter((one) => one.state !== 'sent' && one.error !== 'nothing to say').map((one) => `${one.id} is ${one.state}: ${one.error}`),
  ]
  const sent = mails.filter((one) => one.state === 'sent').map((one) => messageIdOf(one.id, services.config.publicUrl))
  return { faults, sent, decisions: entries.length }
}

async function allMails({ connection, outboxStore }: Services): Promise<OutboxMail[]> {
  const ids = await connection.collection<{ _id: string }>('outbox').find({}, { projection: { _id: 1 } }).toArray()
  return outboxStore.findMany(ids.map((one) => one._id))
}

async function leftInAggregates({ connection }: Services): Promise<string[]> {
  const counts = SOURCES.map(async (source) => [source, await connection.collection(source).countDocuments({ 'events.at': { $gt: new Date(0) } })] as const)
  return (await Promise.all(counts)).filter(([, count]) => count > 0).map(([source, count]) => `${count} of ${source} hold events that nobody took`)
}

const gaps = (entries: readonly JournalEntry[]): string[] => entries.filter((entry, i) => entry.seq !== i + 1).map((entry) => `journal: ${entry.id} is number ${entry.seq}`)

/** Each revision of a need or bid is one decision, so the journal holds as many of it. */
async function untakenDecisions({ needs, bids }: Services, entries: readonly JournalEntry[]): Promise<string[]> {
  const counts = new Map<string, number>()
  for (const { subject } of entries) counts.set(subject, (counts.get(subject) ?? 0) + 1)
  const all = [...(await needs.list({})), ...(await bids.all())]
  return all.filter((one) => counts.get(one.id) !== one.revision).map((one) => `${one.id}: ${one.revision} decisions, ${counts.get(one.id) ?? 0} in the journal`)
}

async function trailFaults(services: Services, written: readonly JournalEntry[]): Promise<string[]> {
  const [{ faults }, followed] = await Promise.all([verifyLog(services), services.journal.position('audit')])
  return [
    ...faults.map(({ kind, at }) => `audit log: ${kind} at ${at}`),
    ...(followed === written.length ? [] : [`audit log: ${followed} decisions of ${written.length}`]),
  ]
}

/** Audiences whose mail is sealed. */
const SEALED = /bidder|drafter/

/** Said because of a date: no decision of the journal, but sealed mail may follow all the same. */
async function toldReminders({ connection }: Services): Promise<Omit<PlannedReminder, 'state'>[]> {
  const rows = await connection.collection<Omit<PlannedReminder, 'id'> & { _id: string }>('reminders').find({ state: 'told' }).toArray()
  return rows.map(({ _id, what, need, subject, at }) => ({ id: _id, what, need, subject, at }))
}

/** Notices that depend on the state of the moment are left to tests of their own. */
async function untold(services: Services, entries: readonly JournalEntry[], mails: readonly OutboxMail[]): Promise<string[]> {
  const queued = new Set(mails.map((one) => one.id))
  const faults: string[] = []
  let sealed = 0
  for (const entry of entries) {
    const need = await services.needs.find(entry.source === 'bids' ? (await services.bids.find(entry.subject))?.need ?? '' : entry.subject)
    for (const { to } of noticesOf(entry.type).filter((one) => !one.when)) {
      const people = need ? await peopleOf(services, to, { need }, entry) : []
      // Mail about sealed bids cannot be told apart, only counted.
      if (SEALED.test(to)) { sealed += people.length; continue }
      faults.push(...people.map((person) => `${entry.id}:${person}:${to}`).filter((id) => !queued.has(id)).map((id) => `nobody wrote ${id}`))
    }
  }
  for (const { need: id, what, ...row } of await toldReminders(services)) {
    const need = await services.needs.find(id)
    const entry = { ...row, seq: 0, source: 'reminders', type: what, by: '', data: {} }
    for (const { to } of noticesOf(what)) if (need && SEALED.test(to)) sealed += (await peopleOf(services, to, { need }, entry)).length
  }
  const found = mails.filter((one) => one.privacy === 'sealed').length
  if (found !== sealed) faults.push(`${found} sealed mails of ${sealed}`)
  return faults
}

async function digestsWithoutMail({ digests }: Services, mails: readonly OutboxMail[]): Promise<string[]> {
  const queued = new Set(mails.map((one) => one.id))
  return (await digests.toldSince(new Date(0))).filter((id) => !queued.has(`digest:${id}`)).map((id) => `digest ${id} has no mail`)
}

async function indexFaults({ search, needs }: Services): Promise<string[]> {
  // Closed and failed ones stay to be found.
  const [{ documents, failures }, seen] = await Promise.all([search.health(), needs.publicAfter('', 100_000)])
  return documents.need === seen.length && failures.length === 0 ? [] : [`index: ${documents.need} of ${seen.length} needs, ${failures.length} failures`]
}
