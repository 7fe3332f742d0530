import { CLOCK } from '../../kernel/actor.ts'
import type { Chore } from '../../relay/background.ts'
import type { Need } from '../competition/need.ts'
import type { PolicyStore } from '../policies/policy-store.ts'
import { noticesOf } from './notices.ts'
import { type NoticeParts, tell } from './notice-telling.ts'
import { type Reminder, remindersOf, remindersOfQuestion } from './reminder.ts'
import { type PlannedReminder, reminderId, type ReminderStore } from './reminder-store.ts'

interface Parts extends NoticeParts {
  reminders: ReminderStore
  policies: Pick<PolicyStore, 'pinned'>
}

const BATCH = 100

/**
 * Says what is due, the longest due first, each once: the notices are named after the reminder, so being interrupted
 * half way tells nobody twice. After a standstill everything that is still of use is said in its order; what is not any
 * more, such as that a deadline is near which has passed, is left out.
 */
export function createReminderChore(parts: Parts): Chore {
  return {
    name: 'reminders',
    async run(goOn) {
      const due = await parts.reminders.due(parts.clock.now(), BATCH)
      for (const planned of due) if (goOn()) await remind(parts, planned)
      return due.length
    },
  }
}

async function remind(parts: Parts, planned: PlannedReminder): Promise<void> {
  const need = await parts.needs.find(planned.need)
  const reminder = need && (await stillSo(parts, planned, need))
  if (!need || !reminder) return parts.reminders.settle(planned.id, 'dropped')
  const entry = {
    id: planned.id, seq: 0, source: 'reminders', subject: planned.subject, type: planned.what, by: CLOCK.id, at: planned.at,
    data: reminder.step ? { step: reminder.step } : {},
  }
  for (const notice of noticesOf(planned.what)) await tell(parts, notice, { need }, entry)
  return parts.reminders.settle(planned.id, 'told')
}

/** The reminder as it follows from the present state; undefined where that has moved on, or it would come too late. */
async function stillSo({ policies, questions, clock }: Parts, { id, subject }: PlannedReminder, need: Need): Promise<Reminder | undefined> {
  const policy = await policies.pinned(need.policy)
  const question = subject === need.id ? undefined : await questions.find(subject)
  const all = question ? remindersOfQuestion(question, need, policy) : remindersOf(need, policy)
  const found = all.find((one) => reminderId(subject, one) === id)
  return found && (!found.until || found.until > clock.now()) ? found : undefined
}
