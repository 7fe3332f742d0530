import type { Clock } from '../../kernel/clock.ts'
import type { Outbox } from '../../mail/outbox.ts'
import type { Privacy } from '../../mail/outbox-store.ts'
import type { JournalEntry } from '../../relay/journal.ts'
import type { Follower } from '../../relay/relay.ts'
import type { Need, NeedStatus } from '../competition/need.ts'
import { type Audience, type Notice, type NoticeEvent, noticesOf } from './notices.ts'
import { type AudienceStores, peopleOf } from './audience.ts'
import type { NoticeStore } from './notice-store.ts'

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

/** Tells those concerned about every decision: in their inbox and by mail. Handling an event again tells nobody twice. */
export function createNoticeFollower(parts: NoticeParts): Follower {
  return {
    name: 'notices',
    scope: 'shared',
    async handle(entry) {
      const notices = noticesOf(entry.type)
      const need = notices.length > 0 ? await needOf(parts, entry) : undefined
      if (!need) return
      for (const notice of notices) if (!notice.when || notice.when(need)) await tell(parts, notice, need, entry)
    },
  }
}

async function needOf({ needs, bids }: NoticeParts, { source, subject }: JournalEntry): Promise<Need | undefined> {
  const id = source === 'bids' ? (await bids.find(subject))?.need : subject
  return id === undefined ? undefined : needs.find(id)
}

async function tell(parts: NoticeParts, notice: Notice, need: Need, entry: JournalEntry): Promise<void> {
  const { to, place } = notice
  for (const person of await peopleOf(parts, to, need, entry)) {
    const id = `${occasionOf(notice, need, entry)}:${person}:${to}`
    const kept = { id, person, event: entry.type as NoticeEvent, to, place, need: need.id, at: entry.at, facts: factsOf(entry), readAt: null }
    await parts.notices.keep(kept)
    if (await isOld(parts, entry)) continue
    await parts.outbox.queue({ id, to: person, template: 'notice', model: { notice: id }, privacy: privacyOf(to, need) })
  }
}

async function isOld({ clock, historyEnds }: NoticeParts, { at }: JournalEntry): Promise<boolean> {
  if (clock.now().getTime() - at.getTime() > STALE) return true
  const ends = await historyEnds?.()
  return ends !== undefined && at < ends
}

function occasionOf({ oncePerState }: Notice, need: Need, { id, type, data }: JournalEntry): string {
  if (!oncePerState) return id
  const state = data['status'] as NeedStatus
  return `${need.id}.${type}.${state}.${need.entered[state]?.getTime() ?? 0}`
}

/** Mail to bidders says that there are bids, so nobody else learns of it before the opening. */
function privacyOf(to: Audience, need: Need): Privacy {
  const tellsOfBid = to === 'bidder' || to === 'bidders'
  return tellsOfBid && !need.minutes ? 'sealed' : 'open'
}

/** Only what the sentences print, and only text. */
function factsOf({ data }: JournalEntry): Record<string, string> {
  const facts = ['reason', 'hash'].flatMap((name) => (typeof data[name] === 'string' ? [[name, data[name]]] : []))
  return Object.fromEntries(facts) as Record<string, string>
}
