import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Viewer } from '../../kernel/actor.ts'
import { newId } from '../../kernel/ids.ts'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import {
  type Achievement, type AchievementRefusal, type AchievementView, draftAchievement, editAchievement, mayAddAchievement, publishAchievement,
  retireAchievement, viewAchievement,
} from './achievement.ts'
import { achievementFromForm, achievementToForm, EMPTY_ACHIEVEMENT } from './achievement-form.ts'
import { achievementEditor, achievementList, achievementPage } from './achievement-pages.ts'
import { AchievementAnswer, AchievementBody, AchievementEdit, AchievementQuery, achievementSearch, listAnswer } from './achievement-schemas.ts'
import { listAchievements } from './library-list.ts'
import { readAchievement } from './library-reader.ts'

const KEEPERS = ['researcher', 'officer'] as const
const REFUSALS: Record<AchievementRefusal, number> = {
  'not-owner': 404, 'not-verified': 403, incomplete: 422, 'already-published': 409, 'not-in-library': 409,
}
type ById = Context<{ id: string }>

/** The library of achievements (成果库): found by everybody, kept by those who made them. */
export function achievementRoutes(web: Web, services: Services): void {
  const { achievements } = services
  const editing = { access: KEEPERS, params: BY_ID, tag: 'achievements', response: AchievementAnswer, refusals: REFUSALS } as const

  web.page({
    path: '/achievements', access: 'anyone', query: AchievementQuery, summary: 'The library of achievements',
    async load(context) {
      const list = await listAchievements(services, achievementSearch(context.query, context.locale), context.viewer)
      return achievementList(list, context.query, await services.regionNames(), mayAddAchievement(context.viewer), context)
    },
  })
  web.read({
    path: '/achievements', access: 'anyone', query: AchievementQuery, summary: 'Published achievements, searched and filtered',
    tag: 'achievements', response: listAnswer<AchievementView>(AchievementAnswer, ['tracks', 'tier', 'status']),
    async load({ query, locale, viewer }) {
      const { listed, ...rest } = await listAchievements(services, achievementSearch(query, locale), viewer)
      return { ...rest, items: listed.map((one) => one.view) }
    },
  })
  web.page({ path: '/achievements/:id', access: 'anyone', params: BY_ID, summary: 'An achievement', load: (context) => page(services, context) })
  web.read({
    path: '/achievements/:id', access: 'anyone', params: BY_ID, summary: 'An achievement', tag: 'achievements', response: AchievementAnswer,
    load: async ({ params, viewer }) => (await readAchievement(services, params.id, viewer))?.view,
  })

  web.page({ path: '/achievements/new', access: KEEPERS, summary: 'Editor for a new achievement', load: (context) => editor(services, context) })
  for (const [path, only] of [['/achievements/new', 'form'], ['/achievements', 'api']] as const) {
    web.action({
      path, only, access: KEEPERS, summary: 'Add an achievement', tag: 'achievements', body: AchievementBody, response: AchievementAnswer,
      refusals: REFUSALS, fromForm: achievementFromForm, successStatus: 201,
      run: (context) => draft(services, context),
      answer: (one, { viewer }) => own(one, viewer),
      then: (one) => ({ to: `/achievements/${one.id}`, flash: 'library.saved' }),
      again: (context, form) => editor(services, context, undefined, form),
    })
  }

  web.page({
    path: '/achievements/:id/edit', access: KEEPERS, params: BY_ID, summary: 'Editor of an achievement',
    load: (context) => editorOf(services, context),
  })
  web.action({
    ...editing, path: '/achievements/:id/edit', summary: 'Edit an achievement', body: AchievementEdit, fromForm: achievementFromForm,
    run: ({ params, body: { revision, ...content }, actor, now }) =>
      achievements.decide(params.id, (one): Outcome<Achievement, AchievementRefusal | 'conflict'> =>
        (one.revision === revision ? editAchievement(one, content, actor, now) : refused('conflict'))),
    answer: (one, { viewer }) => own(one, viewer),
    then: (one) => ({ to: `/achievements/${one.id}`, flash: 'library.saved' }),
    again: (context, form) => editorOf(services, context, form),
  })
  for (const [path, rule, flash] of [['publication', publishAchievement, 'library.published'], ['retirement', retireAchievement, 'library.retired']] as const) {
    web.action({
      ...editing, path: `/achievements/:id/${path}`, summary: path === 'publication' ? 'Publish in the library' : 'Take out of the library', body: NOTHING,
      run: ({ params, actor, now }) => achievements.decide(params.id, (one) => rule(one, actor, now)),
      answer: (one, { viewer }) => own(one, viewer),
      then: (one) => ({ to: `/achievements/${one.id}`, flash }),
      // What lacks is shown in the editor, beside the fields.
      again: (context, form) => editorOf(services, context, { ...form, values: {} }),
    })
  }
}

async function draft(services: Services, { body, actor, now }: Context<unknown, unknown, AchievementBody>) {
  const drafted = draftAchievement(newId(), body, actor, now)
  if (drafted.ok) await services.achievements.insert(drafted.value)
  return drafted
}

async function page(services: Services, context: ById): Promise<Page | undefined> {
  const found = await readAchievement(services, context.params.id, context.viewer)
  if (!found) return undefined
  const [region, teams] = await Promise.all([services.regionNames(), services.teams.names(found.view.teams)])
  return achievementPage(found, teams, region, context)
}

async function editorOf(services: Services, context: ById, form?: FormState): Promise<Page | undefined> {
  const found = await readAchievement(services, context.params.id, context.viewer)
  return found?.view.keeper ? editor(services, context, found.view, form) : undefined
}

async function editor(services: Services, context: Context, view?: AchievementView, form?: FormState): Promise<Page> {
  const [region, teams] = await Promise.all([services.regionNames(), services.teams.ofOrganisation(view?.organisation ?? context.actor.organisation)])
  const values = achievementToForm(view ?? EMPTY_ACHIEVEMENT)
  return achievementEditor({ values, region, teams, ...(view ? { view } : {}), ...(form ? { form } : {}) }, context)
}

/** What the one who just decided sees of it. */
function own(achievement: Achievement, viewer: Viewer): AchievementView {
  const view = viewAchievement(achievement, viewer, true)
  if (!view) throw new Error(`achievement ${achievement.id} was changed by somebody who may not see it`)
  return view
}
