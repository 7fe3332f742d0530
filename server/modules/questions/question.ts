import { type Actor, ANONYMOUS, isOfficer } from '../../kernel/actor.ts'
import { type Aggregate, record } from '../../kernel/events.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import { isIssuerOf } from '../competition/draft.ts'
import type { Need } from '../competition/need.ts'
import { isOver } from '../competition/publication.ts'

export const QUESTION_STATUSES = ['asked', 'released', 'answered', 'rejected'] as const
export type QuestionStatus = (typeof QUESTION_STATUSES)[number]

/** A question about an open need. Staff pass it on in words that give nobody away; the answer is for all bidders alike. */
export interface Question extends Aggregate {
  need: string
  /** Person id: only to show them their own question and to tell them. No view, event or page repeats it. */
  asker: string
  /** As it was typed: for the asker and the staff. */
  text: string
  /** As staff passed it on; empty before. */
  shown: string
  status: QuestionStatus
  /** Why staff did not pass it on. */
  reason: string
  answer: string
  askedAt: Date
  releasedAt: Date | null
  answeredAt: Date | null
}

export const QUESTION_EVENTS = ['question-asked', 'question-released', 'question-rejected', 'question-answered'] as const
export type QuestionEvent = (typeof QUESTION_EVENTS)[number]

export type QuestionRefusal =
  | 'not-verified' | 'not-asker' | 'not-published' | 'deadline-passed' | 'question-missing' | 'too-many-questions' | 'not-staff'
  | 'not-issuer' | 'already-moderated' | 'not-released' | 'reason-missing' | 'answer-missing'

/** So many of one person may wait at a time: staff read every one. */
export const MAX_WAITING = 3

type OpenNeed = Pick<Need, 'id' | 'organisation' | 'status' | 'content'>

/** Why this person may not ask about this need now; undefined when they may. Answers after the deadline would help nobody. */
export function whyNotAsk(need: OpenNeed, actor: Actor, now: Date): QuestionRefusal | undefined {
  if (isOfficer(actor) || actor.organisation === need.organisation) return 'not-asker'
  if (!actor.verified) return 'not-verified'
  return whyNotOpen(need, now)
}

/** `waiting`: how many questions of this person nobody has answered yet, about this need. */
export function askQuestion(
  asked: { id: string; text: string }, need: OpenNeed, waiting: number, actor: Actor, now: Date,
): Outcome<Question, QuestionRefusal> {
  const why = whyNotAsk(need, actor, now)
  if (why) return refused(why)
  const text = asked.text.trim()
  if (text === '') return refused('question-missing', { text: 'error.required' })
  if (waiting >= MAX_WAITING) return refused('too-many-questions')
  const blank: Question = {
    id: asked.id, need: need.id, asker: actor.id, text, shown: '', status: 'asked', reason: '', answer: '', askedAt: now,
    releasedAt: null, answeredAt: null, revision: 0, events: [],
  }
  return done(record(blank, {}, { type: 'question-asked', by: ANONYMOUS, at: now, data: { need: need.id } }))
}

/** Staff pass a question on to the issuer, without whatever tells who asked. */
export function releaseQuestion(question: Question, need: OpenNeed, shown: string, actor: Actor, now: Date): Outcome<Question, QuestionRefusal> {
  const why = whyNotModerate(question, need, actor, now)
  if (why) return refused(why)
  if (shown.trim() === '') return refused('question-missing', { shown: 'error.required' })
  const edited = shown.trim() !== question.text
  const changes = { shown: shown.trim(), status: 'released', releasedAt: now } as const
  return done(record(question, changes, { type: 'question-released', by: actor.id, at: now, data: { need: need.id, edited } }))
}

/** Only the asker learns of it, and why: the reason may help them to ask again. */
export function rejectQuestion(question: Question, need: OpenNeed, reason: string, actor: Actor, now: Date): Outcome<Question, QuestionRefusal> {
  const why = whyNotModerate(question, need, actor, now)
  if (why) return refused(why)
  if (reason.trim() === '') return refused('reason-missing', { reason: 'error.required' })
  const changes = { status: 'rejected', reason: reason.trim() } as const
  return done(record(question, changes, { type: 'question-rejected', by: actor.id, at: now, data: { need: need.id } }))
}

/** The issuer answers; question and answer are public from here on. */
export function answerQuestion(question: Question, need: OpenNeed, answer: string, actor: Actor, now: Date): Outcome<Question, QuestionRefusal> {
  if (!isIssuerOf(need, actor)) return refused('not-issuer')
  const why = whyNotOpen(need, now)
  if (why) return refused(why)
  if (question.status !== 'released') return refused('not-released')
  if (answer.trim() === '') return refused('answer-missing', { answer: 'error.required' })
  const changes = { answer: answer.trim(), status: 'answered', answeredAt: now } as const
  return done(record(question, changes, { type: 'question-answered', by: actor.id, at: now, data: { need: need.id } }))
}

function whyNotModerate(question: Question, need: OpenNeed, actor: Actor, now: Date): QuestionRefusal | undefined {
  if (!isOfficer(actor)) return 'not-staff'
  return whyNotOpen(need, now) ?? (question.status === 'asked' ? undefined : 'already-moderated')
}

function whyNotOpen(need: OpenNeed, now: Date): 'not-published' | 'deadline-passed' | undefined {
  if (need.status !== 'published') return 'not-published'
  return isOver(need, now) ? 'deadline-passed' : undefined
}
