import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import { viewNeed } from '../competition/need-view.ts'
import { ISSUERS } from '../needs/need-routes.ts'
import {
  answerQuestion, askQuestion, QUESTION_STATUSES, type Question, type QuestionRefusal, rejectQuestion, releaseQuestion,
} from './question.ts'
import { deskPage, questionPage, questionsPage } from './question-pages.ts'
import { readQuestion, readQuestions, type ReadQuestion } from './question-reader.ts'
import { type QuestionView, viewQuestion } from './question-view.ts'

const REFUSALS: Record<QuestionRefusal, number> = {
  'not-verified': 403, 'not-asker': 403, 'not-published': 409, 'deadline-passed': 409, 'question-missing': 422, 'too-many-questions': 429,
  'not-staff': 404, 'not-issuer': 404, 'already-moderated': 409, 'not-released': 409, 'reason-missing': 422, 'answer-missing': 422,
}

const CLOSED = { additionalProperties: false }
const words = (maxLength: number) => Type.String({ maxLength, default: '' })
const Asked = Type.Object({ text: words(2000) }, { ...CLOSED, examples: [{ text: '应变测量误差是否包含温度漂移？' }] })
const Shown = Type.Object({ shown: words(2000) }, CLOSED)
const Reason = Type.Object({ reason: words(1000) }, CLOSED)
const Answer = Type.Object({ answer: words(4000) }, { ...CLOSED, examples: [{ answer: '包含，在 −10 至 40 ℃ 范围内。' }] })
const when = Type.Unsafe<Date>({ type: 'string', format: 'date-time' })

const QuestionAnswer = Type.Unsafe<QuestionView>(Type.Object({
  id: Type.String(), need: Type.String(), status: Type.String({ enum: [...QUESTION_STATUSES] }), text: Type.String(), own: Type.Boolean(),
  answer: Type.Optional(Type.String()), answeredAt: Type.Optional(when), askedAt: Type.Optional(when), typed: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
}, { title: 'Question' }))
const QuestionList = Type.Object({ items: Type.Array(QuestionAnswer), next: Type.Null() })

type ById = Context<{ id: string }>

/** Questions about an open need: anybody verified asks without a name, staff pass on, the issuer answers to all. */
export function questionRoutes(web: Web, services: Services): void {
  readingRoutes(web, services)
  const common = { params: BY_ID, tag: 'questions', response: QuestionAnswer, refusals: REFUSALS } as const
  web.action({
    ...common, path: '/needs/:id/questions', access: 'signed-in', summary: 'Ask about a need', body: Asked, successStatus: 201,
    fromForm: (form) => ({ text: text(form, 'text') }),
    run: (context) => ask(services, context), answer: (question, context) => seen(services, question, context),
    then: (question) => ({ to: `/needs/${question.need}/questions`, flash: 'questions.asked' }),
    again: (context, form) => listPage(services, context, form),
  })
  const one = {
    ...common, answer: (question: Question, context: ById) => seen(services, question, context),
    again: (context: ById, form: FormState) => page(services, context, form),
  }
  const back = (flash: string) => (question: Question) => ({ to: `/needs/${question.need}/questions`, flash })
  web.action({
    ...one, path: '/questions/:id/release', access: ['officer'], summary: 'Pass a question on to the issuer', body: Shown,
    fromForm: (form) => ({ shown: text(form, 'shown') }), then: back('questions.released'),
    run: ({ params, body, actor, now }) => decide(services, params.id, actor, (question, need) => releaseQuestion(question, need, body.shown, actor, now)),
  })
  web.action({
    ...one, path: '/questions/:id/rejection', access: ['officer'], summary: 'Do not pass a question on', body: Reason,
    fromForm: (form) => ({ reason: text(form, 'reason') }), then: back('questions.rejected'),
    run: ({ params, body, actor, now }) => decide(services, params.id, actor, (question, need) => rejectQuestion(question, need, body.reason, actor, now)),
  })
  web.action({
    ...one, path: '/questions/:id/answer', access: ISSUERS, summary: 'Answer a question', body: Answer,
    fromForm: (form) => ({ answer: text(form, 'answer') }), then: back('questions.answered'),
    run: ({ params, body, actor, now }) => decide(services, params.id, actor, (question, need) => answerQuestion(question, need, body.answer, actor, now)),
  })
}

function readingRoutes(web: Web, services: Services): void {
  web.page({
    path: '/needs/:id/questions', access: 'anyone', params: BY_ID, summary: 'Questions and answers about a need',
    load: (context) => listPage(services, context),
  })
  web.read({
    path: '/needs/:id/questions', access: 'anyone', params: BY_ID, summary: 'Questions about a need, as the caller may see them', tag: 'questions',
    response: QuestionList,
    async load({ params, viewer }) {
      const read = await readQuestions(services, params.id, viewer)
      return read && { items: read.views, next: null }
    },
  })
  web.page({
    path: '/staff/questions', access: ['officer'], summary: 'Questions to pass on',
    load: async (context) => deskPage(await waiting(services, context.viewer), context),
  })
  web.read({
    path: '/questions', access: ['officer'], summary: 'Questions to pass on, the oldest first', tag: 'questions', response: QuestionList,
    load: async ({ viewer }) => ({ items: (await waiting(services, viewer)).map((one) => one.view), next: null }),
  })
  web.page({
    path: '/questions/:id', access: 'signed-in', params: BY_ID, summary: 'A question to pass on or to answer',
    load: (context) => page(services, context),
  })
}

const MOST = 100

async function waiting(services: Services, viewer: Context['viewer']): Promise<ReadQuestion[]> {
  const found = await Promise.all((await services.questions.inStatus('asked', MOST)).map(({ id }) => readQuestion(services, id, viewer)))
  return found.filter((one) => one !== undefined)
}

async function ask({ needs, questions }: Services, { params, body, actor, now }: Context<{ id: string }, unknown, { text: string }>) {
  const need = await needs.find(params.id)
  if (!need || !viewNeed(need, actor)) return undefined
  const outcome = askQuestion({ id: newId(), text: body.text }, need, await questions.waitingOf(actor.id, need.id), actor, now)
  if (outcome.ok) await questions.insert(outcome.value)
  return outcome
}

type Rule = (question: Question, need: Need) => Outcome<Question, QuestionRefusal>

/** For whom there is no such question, there is nothing to decide on. */
async function decide(services: Services, id: string, viewer: Context['actor'], rule: Rule) {
  const read = await readQuestion(services, id, viewer)
  return read && services.questions.decide(id, (question) => rule(question, read.need))
}

async function seen({ needs }: Services, question: Question, { viewer }: Context): Promise<QuestionView> {
  const need = await needs.find(question.need)
  const view = need && viewQuestion(question, need, viewer)
  if (!view) throw new Error('whoever decided on a question can see it')
  return view
}

async function listPage(services: Services, context: ById, form?: FormState): Promise<Page | undefined> {
  const { params, viewer } = context
  const read = await readQuestions(services, params.id, viewer)
  const need = read && (await services.needs.find(params.id))
  const following = viewer !== null && (await services.follows.follows(viewer.id, params.id))
  return read && need && questionsPage({ ...read, need, following }, context, form)
}

async function page(services: Services, context: ById, form?: FormState): Promise<Page | undefined> {
  const read = await readQuestion(services, context.params.id, context.viewer)
  return read && questionPage(read, context, form)
}
