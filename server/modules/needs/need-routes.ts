import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { draftNeed, type DraftRefusal, editNeed, EMPTY_CONTENT, mayDraft, submitNeed } from '../competition/draft.ts'
import type { Need, NeedContent } from '../competition/need.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import { draftCheckFor, findingsOf } from './draft-check-reader.ts'
import { answeredRow } from '../questions/question-pages.ts'
import { readQuestions } from '../questions/question-reader.ts'
import { needFromForm, needToForm } from './need-form.ts'
import { editorPage, needPage } from './need-pages.ts'
import { namesFor, readNeed } from './need-reader.ts'
import { NeedAnswer } from './need-answer-schemas.ts'
import { contentOf, NeedBody, NeedEdit } from './need-schemas.ts'

export const DRAFT_REFUSALS: Record<DraftRefusal, number> = { 'not-issuer': 404, 'not-verified': 403, 'not-draft': 409, incomplete: 422 }
export const ISSUERS = ['issuer', 'officer'] as const

/** A need's page and its draft: from the first word to handing it to the staff. */
export function needRoutes(web: Web, services: Services): void {
  const { needs } = services

  web.page({
    path: '/needs/:id', access: 'anyone', params: BY_ID, summary: 'A need and its competition',
    async load(context) {
      const view = await readNeed(services, context.params.id, context.viewer)
      if (!view) return undefined
      const page = needPage(view, await namesFor(services, [view]), context)
      return { ...page, model: { ...page.model, ...(await answersFor(services, view, context)) } }
    },
  })
  web.read({
    path: '/needs/:id', access: 'anyone', params: BY_ID, summary: 'A need as the caller may see it', tag: 'needs', response: NeedAnswer,
    load: ({ params, viewer }) => readNeed(services, params.id, viewer),
  })

  web.page({ path: '/needs/new', access: ISSUERS, summary: 'Editor for a new need', load: (context) => newEditor(services, context) })
  web.action({
    path: '/needs/new', access: ISSUERS, only: 'form', summary: 'Draft a need', tag: 'needs', body: NeedBody, response: NeedAnswer,
    refusals: DRAFT_REFUSALS, fromForm: needFromForm,
    run: (context) => createDraft(services, contentOf(context.body), context),
    answer: (need, { viewer }) => seen(need, viewer),
    then: (need, { request }) => afterSaving(need, request.intent),
    again: (context, form) => newEditor(services, context, form),
  })
  web.action({
    path: '/needs', access: ISSUERS, only: 'api', summary: 'Draft a need', tag: 'needs', body: NeedBody, response: NeedAnswer,
    refusals: DRAFT_REFUSALS, successStatus: 201,
    run: (context) => createDraft(services, contentOf(context.body), context),
    answer: (need, { viewer }) => seen(need, viewer),
    then: (need) => ({ to: `/needs/${need.id}` }),
    again: (context, form) => newEditor(services, context, form),
  })

  web.page({
    path: '/needs/:id/edit', access: ISSUERS, params: BY_ID, summary: 'Editor of a draft',
    load: (context) => editor(services, context),
  })
  web.action({
    path: '/needs/:id/edit', access: ISSUERS, params: BY_ID, summary: 'Save a draft', tag: 'needs', body: NeedEdit, response: NeedAnswer,
    refusals: DRAFT_REFUSALS, fromForm: needFromForm,
    run: ({ params, body: { revision, ...body }, actor, now }) => needs.decide(params.id, (need): Outcome<Need, DraftRefusal | 'conflict'> => {
      if (need.revision !== revision) return refused('conflict')
      return editNeed(need, contentOf(body, need.content.attachments), actor, now)
    }),
    answer: (need, { viewer }) => seen(need, viewer),
    then: (need, { request }) => afterSaving(need, request.intent),
    again: (context, form) => editor(services, context, form),
  })

  web.page({
    path: '/needs/:id/check', access: ISSUERS, params: BY_ID, summary: 'Check a draft before handing it in',
    load: (context) => checkPage(services, context),
  })
  web.action({
    path: '/needs/:id/submission', access: ISSUERS, params: BY_ID, summary: 'Hand a draft in for review', tag: 'needs', body: NOTHING,
    response: NeedAnswer, refusals: DRAFT_REFUSALS,
    run: ({ params, actor, now }) => needs.decide(params.id, (need) => submitNeed(need, actor, now)),
    answer: (need, { viewer }) => seen(need, viewer),
    then: (need) => ({ to: `/needs/${need.id}`, flash: 'needs.submitted' }),
    // What lacks is shown in the editor, beside the fields, with what is stored.
    again: (context, form) => editor(services, context, { ...form, values: {} }),
  })
}

/** What was answered so far, and whether the reader follows the need. */
async function answersFor(services: Services, need: NeedView, { viewer }: Pick<Context, 'viewer'>) {
  const read = await readQuestions(services, need.id, viewer)
  return {
    answers: (read?.views ?? []).filter((one) => one.status === 'answered').map((one) => answeredRow(one, need)),
    follows: viewer !== null && !need.standing.issuer && !need.standing.officer && need.entered.published !== undefined,
    following: viewer !== null && (await services.follows.follows(viewer.id, need.id)),
  }
}

export async function createDraft(services: Services, content: NeedContent, { actor, now }: Pick<Context, 'actor' | 'now'>) {
  if (!mayDraft(actor)) return undefined
  const number = await services.needs.nextNumber(now.getUTCFullYear())
  const drafted = draftNeed({ id: newId(), number }, content, actor, now)
  if (drafted.ok) await services.needs.insert(drafted.value)
  return drafted
}

async function newEditor(services: Services, context: Context, form?: FormState): Promise<Page> {
  const policy = await services.policies.current()
  const values = needToForm({ ...EMPTY_CONTENT, criteria: defaultCriteria(context) }, policy)
  return editorPage({ values, region: await services.regionNames(), ...rowAsked(context) }, context, form)
}

async function editor(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = need && viewNeed(need, context.viewer)
  if (!need || !view?.standing.issuer || need.status !== 'draft') return undefined
  const values = needToForm(need.content, await services.policies.current())
  return editorPage({ view, values, region: await services.regionNames(), ...rowAsked(context) }, context, form)
}

async function checkPage(services: Services, context: Context<{ id: string }>): Promise<Page | undefined> {
  const need = await services.needs.find(context.params.id)
  const view = need && viewNeed(need, context.viewer)
  if (!need || !view?.standing.issuer || view.status !== 'draft') return undefined
  const page = needPage(view, await namesFor(services, [view]), context)
  const findings = findingsOf(await draftCheckFor(services, need.content, context.actor, context.now), `/needs/${need.id}/edit`, context)
  return { ...page, template: 'needs/check', title: context.words('needs.checkTitle'), model: { ...page.model, findings } }
}

const rowAsked = ({ request }: Context): { addRow?: string } =>
  request.intent?.startsWith('add-row:') ? { addRow: request.intent.slice('add-row:'.length) } : {}

export function defaultCriteria({ words }: Pick<Context, 'words'>) {
  const weights = { route: 40, team: 25, plan: 20, cost: 15 }
  return Object.entries(weights).map(([id, weight]) => ({ id, name: words(`needs.criterion.${id}`), weight }))
}

function afterSaving(need: Need, intent: string): { to: string; flash?: string } {
  return intent === 'check' ? { to: `/needs/${need.id}/check` } : { to: `/needs/${need.id}/edit`, flash: 'needs.saved' }
}

/** What the one who just decided sees of the result. */
export function seen(need: Need, viewer: Context['viewer']) {
  const view = viewNeed(need, viewer)
  if (!view) throw new Error(`need ${need.id} was changed by somebody who may not see it`)
  return view
}
