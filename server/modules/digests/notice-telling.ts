import type { Clock } from '../../kernel/clock.ts'
import type { Outbox } from '../../mail/outbox.ts'
import type { JournalEntry } from '../../relay/journal.ts'
import type { Need, NeedStatus } from '../competition/need.ts'
import { type About, type AudienceStores, peopleOf } from './audience.ts'
import { type Notice, privacyOf } from './notice-rule.ts'
import type { NoticeStore } from './notice-store.ts'
import type { NoticeEvent } from './notices.ts'

/** What happened longer ago is in the inbox alone: mail about it would come out of the blue. In milliseconds. */
const STALE = 10 * 86_400_000

export interface NoticeParts extends AudienceStores {
  clock: Clock
  needs: { find(id: string): Promise<Need | undefined> }
  notices: NoticeStore
  outbox: Outbox
  /** Where a told history ends, if there is one: what is older stays in the inbox, too. */
  historyEnds?: () => Promise<Date | undefined>
}

/** Keeps one notice in the inbox of everybody concerned and queues the mail of the same id. Repeating it tells nobody twice. */
export async function tell(parts: NoticeParts, notice: Notice, about: About, entry: JournalEntry): Promise<void> {
  const { to, place } = notice
  const need = 'need' in about ? about.need : undefined
  const subject = { need: need?.id ?? null, organisation: 'organisation' in about ? about.organisation.id : null }
  for (const person of await peopleOf(parts, to, about, entry)) {
    const id = `${occasionOf(notice, need, entry)}:${person}:${to}`
    await parts.notices.keep({ id, person, event: entry.type as NoticeEvent, to, place, ...subject, at: entry.at, facts: factsOf(entry), readAt: null })
    if (await isOld(parts, entry)) continue
    const mail = { id, to: person, template: 'notice', model: { notice: id }, privacy: privacyOf(to, need) }
    await parts.outbox.queue(need ? { ...mail, thread: need.id } : mail)
  }
}

async function isOld({ clock, historyEnds }: NoticeParts, { at }: JournalEntry): Promise<boolean> {
  if (clock.now().getTime() - at.getTime() > STALE) return true
  const ends = await historyEnds?.()
  return ends !== undefined && at < ends
}

function occasionOf({ oncePerState }: Notice, need: Need | undefined, { id, type, data }: JournalEntry): string {
  if (!oncePerState || !need) return id
  const state = data['status'] as NeedStatus
  return `${need.id}.${type}.${state}.${need.entered[state]?.getTime() ?? 0}`
}

/** Only what the sentences print, and only text. */
function factsOf({ data }: JournalEntry): Record<string, string> {
  const facts = ['reason', 'hash', 'step'].flatMap((name) => (typeof data[name] === 'string' ? [[name, data[name]]] : []))
  return Object.fromEntries(facts) as Record<string, string>
}
