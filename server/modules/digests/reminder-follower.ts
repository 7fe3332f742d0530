import type { Follower } from '../../relay/relay.ts'
import type { NeedStore } from '../competition/competition-store.ts'
import type { PolicyStore } from '../policies/policy-store.ts'
import type { QuestionStore } from '../questions/question-store.ts'
import { remindersOf, remindersOfQuestion } from './reminder.ts'
import type { ReminderStore } from './reminder-store.ts'

interface Parts { needs: NeedStore; questions: QuestionStore; policies: PolicyStore; reminders: ReminderStore }

/**
 * Keeps the rows of what will have to be said in step with the needs. A decision only says that something changed: the
 * rows are read off the need as it is now, so repeating an old one changes nothing.
 */
export function createReminderFollower(parts: Parts): Follower {
  return {
    name: 'reminders', scope: 'shared',
    async handle({ source, subject }) {
      if (source === 'needs') await planNeed(parts, subject)
      if (source === 'questions') await planQuestion(parts, subject)
    },
  }
}

async function planNeed({ needs, questions, policies, reminders }: Parts, id: string): Promise<void> {
  const need = await needs.find(id)
  if (!need) return
  const policy = await policies.pinned(need.policy)
  await reminders.plan({ need: id, subject: id }, remindersOf(need, policy))
  // A deadline that moved moves what is asked before it.
  for (const question of await questions.ofNeed(id)) await reminders.plan({ need: id, subject: question.id }, remindersOfQuestion(question, need, policy))
}

async function planQuestion({ needs, questions, policies, reminders }: Parts, id: string): Promise<void> {
  const question = await questions.find(id)
  const need = question && (await needs.find(question.need))
  if (!question || !need) return
  await reminders.plan({ need: need.id, subject: id }, remindersOfQuestion(question, need, await policies.pinned(need.policy)))
}
