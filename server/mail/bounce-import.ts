import PostalMime from 'postal-mime'
import type { Clock } from '../kernel/clock.ts'
import type { Person } from '../modules/accounts/person.ts'
import { permanentFailures } from './delivery-status.ts'
import type { OutboxStore } from './outbox-store.ts'

export interface BounceParts {
  outboxStore: Pick<OutboxStore, 'refuseAddress'>
  people: { withEmail(email: string): Promise<Person | undefined> }
  clock: Clock
  config: { publicUrl: string }
}

/** What a returned message led to. `foreign`: it is about a message that is not ours. `none`: it reports no failure for good. */
export type BounceResult = { kind: 'marked'; address: string; status: string; known: boolean } | { kind: 'foreign' | 'none' }

/** Marks the addresses that a returned message says do not exist; nothing more is sent there until staff trust them again. */
export async function importBounce({ outboxStore, people, clock, config }: BounceParts, raw: string): Promise<BounceResult[]> {
  const { attachments } = await PostalMime.parse(raw, { forceRfc822Attachments: true })
  const contents = attachments.map(({ mimeType, content }) => ({ mimeType, text: textOf(content) }))
  const failures = contents.filter((one) => one.mimeType === 'message/delivery-status').flatMap((one) => permanentFailures(one.text))
  if (failures.length === 0) return [{ kind: 'none' }]
  // Whoever can write to the mailbox could otherwise silence anybody.
  if (!isOurs(contents.map((one) => one.text), config.publicUrl)) return [{ kind: 'foreign' }]
  return Promise.all(failures.map(async ({ address, status }) => {
    const person = await people.withEmail(address)
    await outboxStore.refuseAddress(address, { why: `bounced ${status}`, at: clock.now(), person: person?.id ?? null })
    return { kind: 'marked' as const, address, status, known: person !== undefined }
  }))
}

/** The report brings back the message or its head, and with it the Message-ID that we gave it. */
const isOurs = (parts: readonly string[], publicUrl: string): boolean =>
  parts.some((text) => new RegExp(`^Message-ID:\\s*<[0-9a-f]{32}@${escaped(new URL(publicUrl).hostname)}>`, 'im').test(text))

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
const textOf = (content: ArrayBuffer | Uint8Array | string): string => (typeof content === 'string' ? content : new TextDecoder().decode(content))
