import type { Clock } from '../../kernel/clock.ts'
import type { KeptMails } from '../../mail/mail-transport.ts'
import type { Chore } from '../../relay/background.ts'
import { RETENTION } from './personal-data.ts'
import type { PersonalDataStore } from './personal-data-store.ts'
import type { SealedRowsStore } from './sealed-rows-store.ts'

const DAY = 86_400_000

interface Parts { personalData: PersonalDataStore; sealedRows: SealedRowsStore; keptMails?: KeptMails; clock: Clock }

/** What the chore deletes: by which date, and under which condition. What is still waiting or open is never old enough. */
const DUE = [
  { what: 'outbox', collection: 'outbox', field: 'settledAt', condition: {} },
  { what: 'notices', collection: 'notices', field: 'at', condition: {} },
  { what: 'digests', collection: 'digests', field: 'at', condition: {} },
  { what: 'erasures', collection: 'erasure_requests', field: 'decidedAt', condition: { state: 'done' } },
  { what: 'erasures', collection: 'erasure_requests', field: 'decidedAt', condition: { state: 'refused' } },
] as const

const SEALED = ['outbox', 'notices'] as const

/** Once a day, deletes what the table of retention says is old enough. */
export function createRetentionChore({ personalData, sealedRows, keptMails, clock }: Parts): Chore {
  let last = ''
  return {
    name: 'retention',
    async run(goOn) {
      const today = clock.now().toISOString().slice(0, 10)
      if (today === last) return 0
      let deleted = 0
      for (const { what, collection, field, condition } of DUE) {
        if (!goOn()) return deleted
        deleted += await personalData.deleteBefore(collection, field, endOf(what, clock.now()), condition)
      }
      for (const what of SEALED) {
        if (!goOn()) return deleted
        deleted += await sealedRows.deleteBefore(what, endOf(what, nextMonth(clock.now())))
      }
      deleted += (await keptMails?.forgetBefore(endOf('outbox', clock.now()))) ?? 0
      last = today
      return deleted
    },
  }
}

function endOf(what: string, now: Date): Date {
  const days = RETENTION.find((one) => one.what === what)?.days
  if (!days) throw new Error(`nobody has said how long ${what} are kept`)
  return new Date(now.getTime() - days * DAY)
}

/**
 * Sealed rows go by whole months, up to one before their time: whoever compares two dumps would otherwise see which of
 * them were written on one day.
 */
const nextMonth = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1))
