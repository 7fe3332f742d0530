import type { OutboxMail, OutboxStore } from '../../mail/outbox-store.ts'
import { openValue, sealValue } from './cipher.ts'
import type { KeyVault } from './key-vault.ts'
import { isSealedTag, NO_TIME, sealedTag } from './sealed-tag.ts'

/** Everything but what the outbox itself has to know to send it once. */
type Inside = Omit<OutboxMail, 'id' | 'state' | 'privacy' | 'queuedAt' | 'notBefore' | 'attempts' | 'doubtful' | 'error' | 'settledAt' | 'trace'>

/** What is kept of a sealed message as long as of others: nothing of what it said. */
export interface MailTrace { to: string; template: string; queuedAt: Date }

/** What a sealed row would send; undefined when somebody changed or moved it. */
export const openedMail = (key: Buffer, row: Pick<OutboxMail, 'id' | 'model'>): Inside | undefined =>
  openValue(key, row.model['sealed'], `mail ${row.id}`) as Inside | undefined

export function openedTrace(key: Buffer, row: Pick<OutboxMail, 'id' | 'trace'>): MailTrace | undefined {
  const trace = openValue(key, row.trace, traceOf(row.id)) as MailTrace | undefined
  return trace && { ...trace, queuedAt: new Date(trace.queuedAt) }
}

const traceOf = (id: string): string => `trace of mail ${id}`

/** Mail about sealed bids waits sealed: a row says neither who it is for, nor what about, nor when it was queued or sent. */
export function sealedOutbox(base: OutboxStore, vault: Pick<KeyVault, 'workKeys'>): OutboxStore {
  const keyOf = async (): Promise<Buffer> => (await vault.workKeys()).notices

  async function sealed(mail: OutboxMail): Promise<OutboxMail> {
    const { id, state, privacy, queuedAt, notBefore: _due, attempts, doubtful, error, settledAt, ...inside } = mail
    const key = await keyOf()
    const tag = sealedTag(key, 'mail', id)
    const hidden = Object.fromEntries(Object.keys(inside).map((name) => [name, null])) as unknown as Inside
    const model = { sealed: sealValue(key, inside satisfies Inside, `mail ${tag}`) }
    const trace = sealValue(key, { to: mail.to, template: mail.template, queuedAt } satisfies MailTrace, traceOf(tag))
    return { ...hidden, id: tag, state, privacy, attempts, doubtful, error, settledAt, model, trace, to: '', template: '', queuedAt: NO_TIME, notBefore: NO_TIME }
  }

  /** The row's own id stays: by it the message is settled, and known when it is sent again. */
  async function opened(row: OutboxMail): Promise<OutboxMail> {
    if (!isSealedTag(row.id)) return row
    const inside = openedMail(await keyOf(), row)
    return inside ? { ...row, ...inside } : row
  }

  return {
    ...base,
    insertMany: async (mails) => base.insertMany(await Promise.all(mails.map(async (mail) => (mail.privacy === 'sealed' ? sealed(mail) : mail)))),
    claimDue: async (now, until, limit) => Promise.all((await base.claimDue(now, until, limit)).map(opened)),
    async settle(settlements, at) {
      await base.settle(settlements.filter((one) => isSealedTag(one.id)), NO_TIME)
      await base.settle(settlements.filter((one) => !isSealedTag(one.id)), at)
    },
    findMany: async (ids) => Promise.all((await base.findMany(ids)).map(opened)),
  }
}
