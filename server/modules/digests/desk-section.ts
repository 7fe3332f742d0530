import type { Words } from '../../kernel/words.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import { viewNeed } from '../competition/need-view.ts'
import { deskOf, type QueueItem, queueOf, UNDER_WAY } from '../queue/queue.ts'
import type { PolicyStore } from '../policies/policy-store.ts'
import type { DigestItem } from './digest.ts'
import type { DigestSection, ShownItem } from './digest-section.ts'
import { actorOf } from './notice-mail.ts'

export interface DeskSectionParts {
  needs: Pick<NeedStore, 'inStatus'>
  policies: Pick<PolicyStore, 'current'>
  /** The newest signed head of the audit log, printed so that a log cut short shows. */
  logHead(): Promise<{ size: number; root: string } | undefined>
}

/** The staff's queue: sent when something came to it or became late, with everything that waits counted. */
export function createDeskSection(parts: DeskSectionParts): DigestSection {
  async function queue(seen: (need: Need) => boolean, now: Date): Promise<QueueItem[]> {
    const [needs, { staffDays }] = await Promise.all([parts.needs.inStatus(UNDER_WAY), parts.policies.current()])
    return queueOf(needs.filter(seen), now, staffDays).mine
  }

  return {
    topic: 'desk', place: '/staff/queue',
    async choose(readers, now) {
      const items = (await queue(() => true, now)).map(itemOf)
      return new Map(readers.map((one) => [one.person.id, items]))
    },
    async show(items, to, words, now) {
      const actor = actorOf(to)
      const waiting = await queue((need) => viewNeed(need, actor) !== undefined, now)
      return items.flatMap(({ need, reason }) => {
        const found = waiting.find((one) => one.need.id === need && one.next.key === reason.text)
        return found ? [shownOf(found, words)] : []
      })
    },
    async foot(words) {
      const head = await parts.logHead()
      return head ? words('emails.digest.logHead', { size: String(head.size), root: head.root }) : ''
    },
  }
}

function shownOf({ need, next, waitingDays, late }: QueueItem, words: Words): ShownItem {
  return {
    title: need.content.title, path: deskOf(need.id, next.key), facts: [words(`next.${next.key}`), need.number].join(' · '),
    why: late ? words('emails.digest.waiting', { days: waitingDays }) : '', pairs: [],
  }
}

const itemOf = ({ need, next, since, late, waitingDays }: QueueItem): DigestItem => ({
  key: `${need.id} ${next.key} ${since.getTime()}${late ? ' late' : ''}`, need: need.id, score: waitingDays, reason: { kind: late ? 'late' : 'task', text: next.key },
})
