import Type, { type Static } from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormValues } from '../../http/form.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { done } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { mayDraft } from '../competition/draft.ts'
import { viewNeed } from '../competition/need-view.ts'
import type { DraftCheck } from '../matching/draft-check.ts'
import { draftCheckFor, findingsOf } from './draft-check-reader.ts'
import { needFromForm } from './need-form.ts'
import { ISSUERS } from './need-routes.ts'
import { contentOf, NeedBody } from './need-schemas.ts'

const CLOSED = { additionalProperties: false }
const Loose = Type.Object({
  name: Type.String({ maxLength: 120, default: '' }), comparator: NeedBody.properties.indicators.items.properties.comparator,
  value: Type.String({ maxLength: 120, default: '' }), unit: Type.String({ maxLength: 40, default: '' }),
}, CLOSED)
/** A need as it stands on somebody's screen: half a word is no mistake yet. */
const Sketch = Type.Object({
  ...NeedBody.properties, title: Type.String({ maxLength: 120, default: '' }), indicators: Type.Array(Loose, { maxItems: 30, default: [] }),
}, CLOSED)
const Answer = Type.Object({
  missing: Type.Record(Type.String(), Type.String()),
  vague: Type.Array(Type.Object({ index: Type.Integer(), name: Type.String(), because: Type.Array(Type.String()) }, CLOSED)),
  ableTeams: Type.Integer(), risk: Type.String(), reasons: Type.Array(Type.String()),
}, CLOSED)

/** What lacks, what is vague, who could answer and how likely nobody does: before staff or the market have to say so. */
export function draftCheckRoutes(web: Web, services: Services): void {
  web.read({
    path: '/needs/:id/draft-check', access: ISSUERS, params: BY_ID, summary: 'Check of a need before it is published', tag: 'needs', response: Answer,
    async load({ params, viewer, actor, now }) {
      const need = await services.needs.find(params.id)
      const view = need && viewNeed(need, viewer)
      if (!need || !(view?.standing.issuer || view?.standing.officer)) return undefined
      return draftCheckFor(services, need.content, { ...actor, organisation: need.organisation }, now)
    },
  })
  web.action({
    path: '/needs/draft-check', api: '/needs/draft-checks', access: ISSUERS, summary: 'Check what is being written, without saving it', tag: 'needs',
    body: Sketch, response: Answer, refusals: {}, fromForm: sketchFromForm,
    async run({ body, actor, now }) {
      return mayDraft(actor) ? done(await draftCheckFor(services, contentOf(body), actor, now)) : undefined
    },
    answer: (check) => check,
    then: (check, context) => findingsPage(check, context),
    // The editor says what is wrong with a field; here it is only not counted.
    again: async (context) => ({ template: 'needs/unchecked', title: context.words('needs.findings'), model: {} }),
  })
}

function sketchFromForm(form: FormValues): object {
  const { revision: _revision, ...sketch } = needFromForm(form) as Static<typeof Sketch> & { revision?: unknown }
  return sketch
}

function findingsPage(check: DraftCheck, context: Context): Page {
  return { template: 'needs/findings-alone', title: context.words('needs.findings'), model: { findings: findingsOf(check, '', context) } }
}
