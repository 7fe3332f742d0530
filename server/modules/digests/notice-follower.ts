import type { JournalEntry } from '../../relay/journal.ts'
import type { Follower } from '../../relay/relay.ts'
import type { About } from './audience.ts'
import { isAboutNeed, noticesOf } from './notices.ts'
import { type NoticeParts, tell } from './notice-telling.ts'

/** Tells those concerned about every decision: in their inbox and by mail. Handling an event again tells nobody twice. */
export function createNoticeFollower(parts: NoticeParts): Follower {
  return {
    name: 'notices',
    scope: 'shared',
    async handle(entry) {
      const notices = noticesOf(entry.type)
      const about = notices.length > 0 ? await aboutOf(parts, entry) : undefined
      if (!about) return
      for (const notice of notices) if (holds(notice.when, about)) await tell(parts, notice, about, entry)
    },
  }
}

function holds(when: ((need: never) => boolean) | undefined, about: About): boolean {
  return !when || ('need' in about && when(about.need as never))
}

async function aboutOf(parts: NoticeParts, entry: JournalEntry): Promise<About | undefined> {
  if (!isAboutNeed(entry.type)) return organisationOf(parts, entry)
  const need = await needOf(parts, entry)
  return need && { need }
}

async function needOf({ needs, bids }: NoticeParts, { source, subject, data }: JournalEntry) {
  const id = source === 'needs' ? subject : source === 'bids' ? (await bids.find(subject))?.need : data['need']
  return typeof id === 'string' ? needs.find(id) : undefined
}

/** A person on their way in is told of to the organisation they come to. */
async function organisationOf({ organisations, people }: NoticeParts, { source, subject }: JournalEntry): Promise<About | undefined> {
  const id = source === 'people' ? (await people.find(subject))?.organisation : subject
  const organisation = id === undefined ? undefined : await organisations.find(id)
  return organisation && { organisation }
}
