import type { Chore } from '../relay/background.ts'
import { createAddressees } from './addressees.ts'
import { letterOf, type Prepared } from './composing.ts'
import { MailInDoubt, MailRefused } from './mail-transport.ts'
import type { MailerParts } from './mailer-parts.ts'
import type { OutboxMail, Settlement } from './outbox-store.ts'
import { createTurns, type Turns } from './turns.ts'

const SECOND = 1000
const BATCH = 125
/** Batches until somebody else has their turn. */
const ROUNDS = 4
/** Longer than any batch can take; a message whose sender died is taken up again after it. */
const CLAIM = 5 * 60 * SECOND
const FIRST_WAIT = 30 * SECOND
const LONGEST_WAIT = 3600 * SECOND
/** About three days with the waits above; then staff have to look. */
const MOST_ATTEMPTS = 80

/**
 * Sends what is due, oldest first. A message is lost by nothing, and doubled only by a crash between the moment the
 * other side takes it and the moment that is noted; of all that are under way only one at a time can be there.
 */
export function createMailer(parts: MailerParts): Chore {
  return {
    name: 'mailer',
    async run(goOn) {
      await settleNoted(parts)
      let settled = 0
      for (let round = 0; round < ROUNDS; round += 1) {
        const { claimed, done } = await sendBatch(parts, goOn)
        settled += done
        if (claimed < BATCH || done < claimed) break
      }
      return settled
    },
  }
}

async function sendBatch(parts: MailerParts, goOn: () => boolean): Promise<{ claimed: number; done: number }> {
  const { store, clock, sentLog } = parts
  const now = clock.now()
  const claimed = await store.claimDue(now, new Date(now.getTime() + CLAIM), BATCH)
  if (claimed.length === 0) return { claimed: 0, done: 0 }
  const results = await deliverAll(parts, claimed, goOn)
  await store.settle(results.settled, clock.now())
  await store.release(results.left, now)
  sentLog.forget()
  return { claimed: claimed.length, done: results.settled.length }
}

/** What an earlier attempt has sent and could not tell the database, perhaps in a process that was killed. */
async function settleNoted({ sentLog, store, clock }: MailerParts): Promise<void> {
  const ids = sentLog.noted()
  if (ids.length === 0) return
  await store.settle(ids.map((id) => ({ id, state: 'sent', error: '' })), clock.now())
  sentLog.forget()
}

interface Results { settled: Settlement[]; left: string[] }

/** Several messages are on their way at once, their ends one after the other. */
async function deliverAll(parts: MailerParts, claimed: readonly OutboxMail[], goOn: () => boolean): Promise<Results> {
  const results: Results = { settled: [], left: [] }
  const [waiting, turns] = [[...await preparedAll(parts, claimed, results)], createTurns()]
  const latest = parts.clock.now().getTime() + CLAIM / 2
  let reachable = true
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (!reachable || !goOn() || parts.clock.now().getTime() > latest) { results.left.push(next.mail.id); continue }
      await parts.courtesy?.()
      reachable = (await deliver(parts, next, turns, results)) && reachable
    }
  }
  await Promise.all(Array.from({ length: parts.sender.lanes }, lane))
  return results
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
      await failed(parts, { mail }, error as Error, results)
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

/** False when there is no use trying the next one. */
async function deliver(parts: MailerParts, next: Prepared, turns: Turns, results: Results): Promise<boolean> {
  const turn = turns.take()
  try {
    await parts.sender.send(letterOf(parts, next), turn.begin)
    parts.sentLog.note(next.mail.id)
    results.settled.push({ id: next.mail.id, state: 'sent', error: '' })
    return true
  } catch (error) {
    return await failed(parts, next, error as Error, results)
  } finally {
    turn.end()
  }
}

async function failed(parts: MailerParts, { mail, to }: Pick<Prepared, 'mail'> & Partial<Prepared>, error: Error, results: Results): Promise<boolean> {
  const { store, clock, log } = parts
  const final = error instanceof MailRefused
  if (final && error.address && to) await store.refuseAddress(to.email, { why: error.message, at: clock.now(), person: to.known?.person.id ?? null })
  if (final || mail.attempts >= MOST_ATTEMPTS) {
    results.settled.push({ id: mail.id, state: 'refused', error: codeOf(error) })
    return true
  }
  log.error({ mail: mail.template, attempt: mail.attempts, why: codeOf(error) }, 'mail has to wait')
  const wait = Math.min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
  await store.postpone(mail.id, new Date(clock.now().getTime() + wait), codeOf(error), error instanceof MailInDoubt)
  return !isUnreachable(error)
}

/** A reason without what the other side wrote: servers like to repeat the address in it. */
function codeOf(error: Error & { code?: string; responseCode?: number }): string {
  if (error instanceof MailRefused || error instanceof MailInDoubt) return error.message
  return [error.code, error.responseCode].filter(Boolean).join(' ') || error.name
}

/** No use trying the next one: nobody is at home, or they do not know us. */
const isUnreachable = (error: Error & { code?: string }): boolean => UNREACHABLE.includes(error.code ?? '')
const UNREACHABLE = ['ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ESOCKET', 'EAUTH', 'ETLS', 'EPROXY']
