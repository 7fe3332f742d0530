import type { Words } from '../../kernel/words.ts'
import { grouped } from '../../kernel/grouped.ts'
import { formatDateTime } from '../../kernel/format.ts'
import type { Recipient } from '../../mail/mailer-parts.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { Need } from '../competition/need.ts'
import { viewNeed } from '../competition/need-view.ts'
import { coalesced } from '../../store/coalesced.ts'
import type { OrganisationStore } from '../accounts/account-store.ts'
import type { Person } from '../accounts/person.ts'
import type { PolicyStore } from '../policies/policy-store.ts'
import type { DigestItem } from './digest.ts'
import type { DigestReader, DigestSection, ShownItem } from './digest-section.ts'
import { actorOf } from './notice-mail.ts'
import { perOrganisation } from './readers.ts'
import { type Task, TASK_PLACES, tasksIn } from './tasks.ts'

export interface TasksSectionParts {
  needs: Pick<NeedStore, 'findMany' | 'ofOrganisation' | 'reviewedBy' | 'wonBy'>
  organisations: Pick<OrganisationStore, 'findMany'>
  policies: Pick<PolicyStore, 'current'>
}

/** What waits for the reader: said once, and once more when it is late. */
export function createTasksSection(parts: TasksSectionParts): DigestSection {
  const findNeed = coalesced<Need>((ids) => parts.needs.findMany(ids))
  const findOrganisation = coalesced((ids) => parts.organisations.findMany(ids))

  async function needsOf({ person }: DigestReader, own: ReadonlyMap<string, Need[]>, won: ReadonlyMap<string, Need[]>): Promise<Need[]> {
    const reviewed = person.roles.includes('reviewer') ? await parts.needs.reviewedBy(person.id) : []
    return [...(own.get(person.organisation) ?? []), ...(won.get(person.organisation) ?? []), ...reviewed]
  }

  /** Nothing is a task to somebody who may not see the need, whatever the rules call it. */
  async function tasksOf(person: Person, needs: readonly Need[], staffDays: number, now: Date): Promise<Task[]> {
    const organisation = needs.length > 0 ? await findOrganisation(person.organisation) : undefined
    if (!organisation) return []
    const actor = actorOf({ person, organisation })
    return tasksIn(needs.filter((need) => viewNeed(need, actor)), actor, now, staffDays)
  }

  async function itemFor({ need: id, reason }: DigestItem, to: Recipient, words: Words, staffDays: number, now: Date): Promise<ShownItem[]> {
    const need = await findNeed(id)
    const task = need && (await tasksOf(to.person, [need], staffDays, now)).find((one) => one.step === reason.text)
    if (!task) return []
    const by = task.by ? words('emails.digest.by', { date: formatDateTime(task.by, to.locale) }) : ''
    const waiting = words('emails.digest.waiting', { days: task.waitingDays })
    return [{
      title: task.need.content.title, path: TASK_PLACES[task.step](id), facts: [words(`emails.digest.step.${task.step}`), by].filter(Boolean).join(' · '),
      why: reason.kind === 'late' ? waiting : '', pairs: [],
    }]
  }

  return {
    topic: 'tasks', place: '/my/notices',
    async choose(readers, now) {
      const own = await perOrganisation(readers.filter(isIssuer), (id) => parts.needs.ofOrganisation(id))
      const homes = new Set(readers.filter(({ person }) => person.roles.includes('researcher')).map((one) => one.person.organisation))
      const won = grouped(await parts.needs.wonBy([...homes]), (need) => need.award?.winnerOrganisation ?? '')
      const { staffDays } = await parts.policies.current()
      const found = readers.map(async (reader) => [reader.person.id, (await tasksOf(reader.person, await needsOf(reader, own, won), staffDays, now)).map(itemOf)] as const)
      return new Map(await Promise.all(found))
    },
    async show(items, to, words, now) {
      const { staffDays } = await parts.policies.current()
      return (await Promise.all(items.map((item) => itemFor(item, to, words, staffDays, now)))).flat()
    },
  }
}

const isIssuer = ({ person: { roles } }: DigestReader): boolean => roles.includes('issuer') || roles.includes('manager')

const itemOf = ({ need, step, since, late, waitingDays }: Task): DigestItem => ({
  key: `${need.id} ${step} ${since.getTime()}${late ? ' late' : ''}`, need: need.id, score: waitingDays, reason: { kind: late ? 'late' : 'task', text: step },
})
