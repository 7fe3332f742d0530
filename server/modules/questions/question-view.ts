import type { Viewer } from '../../kernel/actor.ts'
import { standingOf } from '../competition/need-view.ts'
import type { Need } from '../competition/need.ts'
import type { Question, QuestionStatus } from './question.ts'

/** What one reader sees of one question. Who asked is in none of them. */
export interface QuestionView {
  id: string
  need: string
  status: QuestionStatus
  /** As it was passed on; what was typed, where nobody has passed it on yet. */
  text: string
  answer?: string
  answeredAt?: Date
  /** The reader asked it. */
  own: boolean
  /** When it was asked: for the asker and the staff, because an issuer could tell from the time who asked. */
  askedAt?: Date
  /** What was typed, beside what was passed on: for the asker and the staff. */
  typed?: string
  reason?: string
}

/** The one place that decides who sees a question; undefined means it does not exist for them. */
export function viewQuestion(question: Question, need: Need, viewer: Viewer): QuestionView | undefined {
  const { issuer, officer } = standingOf(need, viewer)
  const own = viewer !== null && viewer.id === question.asker
  if (own || officer) return { ...answered(question), own, ...unanswered(question) }
  if (question.status === 'answered' || (issuer && question.status === 'released')) return { ...answered(question), own }
  return undefined
}

function answered({ id, need, status, shown, text, answer, answeredAt }: Question): Omit<QuestionView, 'own'> {
  return { id, need, status, text: shown || text, ...(answeredAt ? { answer, answeredAt } : {}) }
}

const unanswered = ({ askedAt, text, shown, reason }: Question) =>
  ({ askedAt, ...(shown !== '' && shown !== text ? { typed: text } : {}), ...(reason ? { reason } : {}) })
