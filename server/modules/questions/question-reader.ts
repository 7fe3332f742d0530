import type { Viewer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import type { Question } from './question.ts'
import { type QuestionView, viewQuestion } from './question-view.ts'

type Stores = Pick<Services, 'needs' | 'questions'>

export interface ReadQuestion { question: Question; need: Need; view: QuestionView; needView: NeedView }

/** One question as this reader may see it; undefined when it does not exist for them. */
export async function readQuestion({ needs, questions }: Stores, id: string, viewer: Viewer): Promise<ReadQuestion | undefined> {
  const question = await questions.find(id)
  const need = question && (await needs.find(question.need))
  const needView = need && viewNeed(need, viewer)
  const view = question && need && viewQuestion(question, need, viewer)
  return view && needView && { question, need, view, needView }
}

/** The questions about a need as this reader may see them; undefined when the need does not exist for them. */
export async function readQuestions({ needs, questions }: Stores, id: string, viewer: Viewer): Promise<{ needView: NeedView; views: QuestionView[] } | undefined> {
  const need = await needs.find(id)
  const needView = need && viewNeed(need, viewer)
  if (!need || !needView) return undefined
  return { needView, views: (await questions.ofNeed(id)).flatMap((one) => viewQuestion(one, need, viewer) ?? []) }
}
