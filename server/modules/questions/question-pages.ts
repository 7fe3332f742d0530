import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { isIssuerOf } from '../competition/draft.ts'
import type { NeedView } from '../competition/need-view.ts'
import type { Need } from '../competition/need.ts'
import { whyNotAsk } from './question.ts'
import type { ReadQuestion } from './question-reader.ts'
import type { QuestionView } from './question-view.ts'

type Reader = Pick<Context, 'viewer' | 'words' | 'now'>

/** Answers for everybody; below them what waits for this reader, and their own questions. */
export function questionsPage(
  { needView, views, need, following }: { needView: NeedView; views: readonly QuestionView[]; need: Need; following: boolean }, reader: Reader, form?: FormState,
): Page {
  const { words, viewer, now } = reader
  const why = viewer ? whyNotAsk(need, viewer, now) : undefined
  return {
    template: 'questions/list', title: words('questions.title'), ...(form ? { form } : {}),
    model: {
      need: needView, following, answered: views.filter((one) => one.status === 'answered').map((one) => answeredRow(one, needView)),
      waiting: views.filter((one) => isWaitingFor(one, needView)).map((one) => rowOf(one, words)),
      own: views.filter((one) => one.own && one.status !== 'answered').map((one) => rowOf(one, words)),
      mayAsk: viewer !== null && why === undefined, whyNot: why && why !== 'not-asker' ? words(`refusal.${why}`) : '',
      open: isOpenFor(need, now), follows: viewer !== null && !needView.standing.issuer && !needView.standing.officer,
    },
  }
}

const isOpenFor = ({ status, content }: Need, now: Date): boolean => status === 'published' && content.deadline !== null && content.deadline > now

/** Staff pass on what was asked, the issuer answers what was passed on. */
function isWaitingFor({ status }: QuestionView, { standing }: NeedView): boolean {
  return (standing.officer && status === 'asked') || (standing.issuer && status === 'released')
}

export function answeredRow({ id, need, text, answer, answeredAt, own }: QuestionView, { standing, status }: NeedView) {
  const amend = standing.issuer && status === 'published' ? `/needs/${need}/amendment?question=${id}` : undefined
  return { id, text, answer, answeredAt, own, amend }
}

function rowOf({ id, text, askedAt, status, reason }: QuestionView, words: Reader['words']) {
  return { id, text, askedAt, reason, state: words(`questions.state.${status}`), href: `/questions/${id}` }
}

/** One question, with what this reader may decide on it. */
export function questionPage({ view, need, needView }: ReadQuestion, { words, viewer, now }: Reader, form?: FormState): Page {
  const open = isOpenFor(need, now)
  return {
    template: 'questions/question', title: words('questions.one'), ...(form ? { form } : {}),
    model: {
      need: needView, question: view, state: words(`questions.state.${view.status}`),
      mayModerate: open && needView.standing.officer && view.status === 'asked',
      mayAnswer: open && view.status === 'released' && viewer !== null && isIssuerOf(need, viewer),
    },
  }
}

/** Everything that waits for the staff, over all needs. */
export function deskPage(waiting: readonly ReadQuestion[], { words }: Pick<Reader, 'words'>): Page {
  return {
    template: 'questions/desk', title: words('questions.deskTitle'),
    model: { rows: waiting.map(({ view, needView }) => ({ ...rowOf(view, words), need: needView.title, deadline: needView.deadline })) },
  }
}
