import type { Chore } from '../relay/background.ts'
import { createAddressees } from './addressees.ts'
import { letterOf, type Prepared } from './composing.ts'
import type { Delivered, MailFault } from './delivery.ts'
import type { MailerParts } from './mailer-parts.ts'
import type { OutboxMail, Settlement } from './outbox-store.ts'

const SECOND = 1000
const BATCH = 100
/** Batches until somebody else has their turn. */
const ROUNDS = 5
/** Longer than any batch can take; a message whose sender died is taken up again after it. */
const CLAIM = 5 * 60 * SECOND
/** What somebody may see, and whether they want mail at all, is asked again when it was asked longer ago. */
const FRESH = 10 * SECOND
const FIRST_WAIT = 30 * SECOND
const LONGEST_WAIT = 3600 * SECOND
/** About three days with the waits above; then staff have to look. */
const MOST_ATTEMPTS = 80

/**
 * Sends what is due, oldest first; while one batch is handed over, the next is made ready. A message is lost by nothing,
 * and doubled only by a crash between the moment the other side takes it and the moment that is noted; of all that are
 * under way only one at a time can be there.
 */
export function createMailer(parts: MailerParts): Chore {
  return {
    name: 'mailer',
    async run(goOn) {
      await settleNoted(parts)
      let settled = 0
      let sending: Promise<Sent> = Promise.resolve({ settled: 0, goOn: true })
      try {
        for (let round = 0; round < ROUNDS && goOn(); round += 1) {
          const batch = await madeReady(parts)
          const before = await sending
          settled += before.settled
          sending = before.goOn && goOn() ? send(parts, batch) : putBack(parts, batch)
          // It is waited for below; until then a fault must not count as one that nobody caught.
          sending.catch(() => undefined)
          if (!before.goOn || batch.claimed < BATCH) break
        }
      } finally {
        // Whatever went wrong: what is on its way notes itself where the next run looks.
        settled += (await sending).settled
      }
      parts.sentLog.forget()
      return settled
    },
  }
}

/** What an earlier attempt has sent and could not tell the database, perhaps in a process that was killed. */
async function settleNoted({ sentLog, store, clock }: MailerParts): Promise<void> {
  const ids = sentLog.noted()
  if (ids.length === 0) return
  await store.settle(ids.map((id) => ({ id, state: 'sent', error: '' })), clock.now())
  sentLog.forget()
}

/** `goOn`: whether there is use in sending more. */
interface Sent { settled: number; goOn: boolean }

/** Messages that are claimed, of them those that have somewhere to go and something to say. */
interface Batch { claimed: number; prepared: Prepared[]; readyAt: number; results: Results }

interface Results { settled: Settlement[]; left: string[] }

async function madeReady(parts: MailerParts): Promise<Batch> {
  const { store, clock, courtesy } = parts
  const now = clock.now()
  const claimed = await store.claimDue(now, new Date(now.getTime() + CLAIM), BATCH)
  const results: Results = { settled: [], left: [] }
  await courtesy?.()
  const prepared = claimed.length > 0 ? await preparedAll(parts, claimed, results) : []
  return { claimed: claimed.length, prepared, readyAt: performance.now(), results }
}

async function send(parts: MailerParts, { prepared, readyAt, results }: Batch): Promise<Sent> {
  const byId = new Map(prepared.map((one) => [one.mail.id, one]))
  const found = prepared.length > 0 ? await parts.delivery.deliver(prepared.map((one) => letterOf(parts, one)), readyAt + FRESH - performance.now()) : []
  for (const one of found) await record(parts, one, byId.get(one.id), results)
  await settleAndRelease(parts, results)
  return { settled: results.settled.length, goOn: !found.some((one) => one.state === 'failed' && one.fault.kind === 'unreachable') }
}

async function putBack(parts: MailerParts, { prepared, results }: Batch): Promise<Sent> {
  results.left.push(...prepared.map((one) => one.mail.id))
  await settleAndRelease(parts, results)
  return { settled: results.settled.length, goOn: false }
}

async function settleAndRelease({ store, clock }: MailerParts, { settled, left }: Results): Promise<void> {
  const now = clock.now()
  await store.settle(settled, now)
  await store.release(left, now)
}

/** Everything that has to be asked, asked for all together. What needs no sending is settled. */
async function preparedAll(parts: MailerParts, claimed: readonly OutboxMail[], results: Results): Promise<Prepared[]> {
  const addressees = createAddressees(parts)
  const prepared = await Promise.all(claimed.map(async (mail) => {
    try {
      const found = await addressees.prepare(mail)
      if ('settled' in found) results.settled.push(found.settled)
      else return [found]
    } catch (error) {
      await failed(parts, { mail }, { kind: 'other', code: (error as Error).name }, results)
    }
    return []
  }))
  return slowedDown(parts, prepared.flat())
}

/** Those whose domain has had enough for this minute wait for the next. */
async function slowedDown({ store, domainRate, clock }: MailerParts, prepared: readonly Prepared[]): Promise<Prepared[]> {
  const later = new Map<number, string[]>()
  const now = clock.now()
  const free = prepared.filter(({ to, mail }) => {
    const until = domainRate.waitFor(to.email, now)?.getTime()
    if (until !== undefined) later.set(until, [...(later.get(until) ?? []), mail.id])
    return until === undefined
  })
  for (const [until, ids] of later) await store.release(ids, new Date(until))
  return free
}

async function record(parts: MailerParts, delivered: Delivered, prepared: Prepared | undefined, results: Results): Promise<void> {
  const { id } = delivered
  if (delivered.state === 'sent') results.settled.push({ id, state: 'sent', error: '' })
  else if (delivered.state === 'left') results.left.push(id)
  else if (prepared) await failed(parts, prepared, delivered.fault, results)
}

async function failed({ store, clock, log }: MailerParts, { mail, to }: Pick<Prepared, 'mail'> & Partial<Prepared>, { kind, code }: MailFault, results: Results): Promise<void> {
  if (kind === 'refused-address' && to) await store.refuseAddress(to.email, { why: code, at: clock.now(), person: to.known?.person.id ?? null })
  if (kind === 'refused' || kind === 'refused-address' || mail.attempts >= MOST_ATTEMPTS) {
    results.settled.push({ id: mail.id, state: 'refused', error: code })
    return
  }
  log.error({ mail: mail.template, attempt: mail.attempts, why: code }, 'mail has to wait')
  const wait = Math.min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
  await store.postpone(mail.id, new Date(clock.now().getTime() + wait), code, kind === 'in-doubt')
}
