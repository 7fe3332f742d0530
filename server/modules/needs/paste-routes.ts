import Type, { type Static } from 'typebox'
import type { Context } from '../../http/context.ts'
import { text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { type DraftRefusal, editNeed, EMPTY_CONTENT } from '../competition/draft.ts'
import type { Need, NeedContent } from '../competition/need.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import { extractNeed, type NeedExtraction } from '../matching/extraction.ts'
import { trackWordsFrom } from '../matching/track-words.ts'
import type { RegionNames } from '../parks/region-names.ts'
import { civilDate } from '../policies/working-days.ts'
import { confirmPage, pastePage } from './paste-pages.ts'
import { createDraft, defaultCriteria, DRAFT_REFUSALS, ISSUERS, seen } from './need-routes.ts'
import { NeedAnswer } from './need-answer-schemas.ts'
import { contentOf } from './need-schemas.ts'
import { pastedText, type PasteRefusal } from './pasted-text.ts'
import { ConfirmedBody, confirmedFromForm, ExtractionAnswer, PasteBody, pasteFromForm } from './paste-schemas.ts'

const PASTE_REFUSALS: Record<PasteRefusal, number> = {
  'nothing-pasted': 422, 'import-type': 415, 'import-too-large': 413, 'import-too-many-rows': 413, 'import-unreadable': 422, 'import-encoding': 422,
  'import-empty': 422,
}
const BODY_LIMIT = 8 * 1024 * 1024
const ForNeed = Type.Object({ need: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })) }, { additionalProperties: false })
/** Keywords of the newest things published tell what a track is called. */
const THINGS = 2000

/** What was found, and what a page about it prints. */
interface Read { text: string; extraction: NeedExtraction; region: RegionNames; view: NeedView | undefined }
type ForDraft = Context<unknown, Static<typeof ForNeed>>

/** From a paragraph or a file to a draft: paste, look at what was found beside its source, confirm field by field. */
export function pasteRoutes(web: Web, services: Services): void {
  web.page({
    path: '/needs/paste', access: ISSUERS, query: ForNeed, summary: 'Fill a need from a text',
    load: (context) => paste(services, context),
  })
  web.action({
    path: '/needs/paste', api: '/needs/extractions', access: ISSUERS, query: ForNeed, summary: 'Read what a text says about a need', tag: 'needs',
    body: PasteBody, response: ExtractionAnswer, refusals: PASTE_REFUSALS, bodyLimit: BODY_LIMIT, fromForm: pasteFromForm,
    run: (context) => read(services, context),
    answer: ({ text, extraction: { budget = null, deadline = null, trlNow = null, trlWanted = null, ...lists } }) =>
      ({ text, budget, deadline, trlNow, trlWanted, ...lists }),
    then: (found, context) => confirmPage(found, context),
    again: (context, form) => paste(services, context as ForDraft, form),
  })
  web.action({
    path: '/needs/paste/confirmed', only: 'form', access: ISSUERS, summary: 'Draft a need from what was confirmed', tag: 'needs', body: ConfirmedBody,
    response: NeedAnswer, refusals: DRAFT_REFUSALS, fromForm: confirmedFromForm,
    run: (context) => (context.body.need === undefined ? draftFrom(services, context) : fillIn(services, context)),
    answer: (need, { viewer }) => seen(need, viewer),
    then: (need) => ({ to: `/needs/${need.id}/edit`, flash: 'needs.filledIn' }),
    again: (context, form) => confirmAgain(services, context, form),
  })
}

async function paste(services: Services, context: ForDraft, form?: FormState): Promise<Page | undefined> {
  const { need } = context.query
  const view = need === undefined ? undefined : await ownDraft(services, need, context)
  return need !== undefined && !view ? undefined : pastePage({ view }, context, form)
}

async function ownDraft({ needs }: Services, id: string, { viewer }: Context): Promise<NeedView | undefined> {
  const need = await needs.find(id)
  const view = need && viewNeed(need, viewer)
  return view?.standing.issuer && view.status === 'draft' ? view : undefined
}

async function read(services: Services, context: Context<unknown, unknown, Static<typeof PasteBody>>): Promise<Outcome<Read, PasteRefusal>> {
  const { text: typed, fileName, content } = context.body
  const found = await pastedText({ text: typed, fileName, bytes: Buffer.from(content, 'base64') })
  return found.ok ? done(await readWith(services, context, found.value, (context.query as Static<typeof ForNeed>).need)) : found
}

async function readWith(services: Services, context: Context, source: string, need: string | undefined): Promise<Read> {
  const view = need === undefined ? undefined : await ownDraft(services, need, context)
  return { text: source, extraction: await extract(services, source, context.now), region: await services.regionNames(), view }
}

async function extract({ regionNames, achievements, policies }: Services, text: string, now: Date): Promise<NeedExtraction> {
  const [region, policy, works] = await Promise.all([regionNames(), policies.current(), achievements.list({ published: true }, { sort: { _id: -1 }, limit: THINGS })])
  return extractNeed(text, { today: civilDate(now, policy), tracks: trackWordsFrom(region.tracks, works) })
}

async function confirmAgain(services: Services, context: Context, form: FormState): Promise<Page> {
  return confirmPage(await readWith(services, context, text(form.values, 'text'), text(form.values, 'need') || undefined), context, form)
}

type Confirmed = Context<unknown, unknown, Static<typeof ConfirmedBody>>

async function draftFrom(services: Services, context: Confirmed) {
  const content = merged({ ...EMPTY_CONTENT, criteria: defaultCriteria(context) }, context.body)
  if (content.title.trim() === '') return refused('incomplete', { title: 'error.required' })
  return createDraft(services, content, context)
}

function fillIn({ needs }: Services, { body, actor, now }: Confirmed) {
  return needs.decide(body.need ?? '', (need): Outcome<Need, DraftRefusal | 'conflict'> => {
    if (need.revision !== body.revision) return refused('conflict')
    return editNeed(need, merged(need.content, body), actor, now)
  })
}

/** Taken fields replace what is there; indicators are added to those that are there. */
function merged(before: NeedContent, body: Static<typeof ConfirmedBody>): NeedContent {
  const { take, need: _need, revision: _revision, text: _text, ...fields } = body
  const taken = contentOf({ ...EMPTY_BODY, ...fields })
  const changes = Object.fromEntries(take.map((field) => [field, taken[field]]))
  const known = new Set(before.indicators.map((one) => JSON.stringify([one.name, one.value, one.unit])))
  const added = take.includes('indicators') ? taken.indicators.filter((one) => !known.has(JSON.stringify([one.name, one.value, one.unit]))) : []
  return { ...before, ...changes, indicators: [...before.indicators, ...added] }
}

const EMPTY_BODY = { constraints: '', ipTerms: null, bidderConditions: '', park: null, annex: '', criteria: [] }
