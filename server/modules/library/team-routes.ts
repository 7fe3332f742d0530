import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Viewer } from '../../kernel/actor.ts'
import { newId } from '../../kernel/ids.ts'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import { listAnswer } from './achievement-schemas.ts'
import { listTeams } from './library-list.ts'
import { readAchievements, readTeam } from './library-reader.ts'
import { createTeam, editTeam, mayKeepTeam, type Team, type TeamRefusal, type TeamView, viewTeam } from './team.ts'
import { EMPTY_TEAM, teamFromForm, teamToForm } from './team-form.ts'
import { teamEditor, teamList, teamPage } from './team-pages.ts'
import { TeamAnswer, TeamBody, TeamEdit, TeamQuery, teamSearch } from './team-schemas.ts'

const LEADS = ['researcher'] as const
const KEEPERS = ['researcher', 'officer'] as const
const REFUSALS: Record<TeamRefusal, number> = { 'not-lead': 404, 'unknown-member': 422 }

/** Teams that can bid: found by everybody, written by their leads. */
export function teamRoutes(web: Web, services: Services): void {
  web.page({
    path: '/teams', access: 'anyone', query: TeamQuery, summary: 'Teams of the region',
    async load(context) {
      const list = await listTeams(services, teamSearch(context.query, context.locale), context.viewer)
      return teamList(list, context.query, await services.regionNames(), context)
    },
  })
  web.read({
    path: '/teams', access: 'anyone', query: TeamQuery, summary: 'Teams, searched and filtered', tag: 'teams',
    response: listAnswer<TeamView>(TeamAnswer, ['tracks', 'district']),
    async load({ query, locale, viewer }) {
      const { listed, ...rest } = await listTeams(services, teamSearch(query, locale), viewer)
      return { ...rest, items: listed.map((one) => one.view) }
    },
  })
  web.page({ path: '/teams/:id', access: 'anyone', params: BY_ID, summary: 'A team', load: (context) => page(services, context) })
  web.read({
    path: '/teams/:id', access: 'anyone', params: BY_ID, summary: 'A team', tag: 'teams', response: TeamAnswer,
    load: async ({ params, viewer }) => (await readTeam(services, params.id, viewer))?.view,
  })

  web.page({ path: '/my/team', access: LEADS, summary: 'The team I lead', load: (context) => myTeam(services, context) })
  for (const [path, only] of [['/my/team', 'form'], ['/teams', 'api']] as const) {
    web.action({
      path, only, access: LEADS, summary: 'Register a team', tag: 'teams', body: TeamBody, response: TeamAnswer, refusals: REFUSALS,
      fromForm: teamFromForm, successStatus: 201,
      run: (context) => create(services, context),
      answer: (team, { viewer }) => own(team, viewer),
      then: (team) => ({ to: `/teams/${team.id}`, flash: 'library.teamSaved' }),
      again: (context, form) => editor(services, context, undefined, form),
    })
  }
  web.page({ path: '/teams/:id/edit', access: KEEPERS, params: BY_ID, summary: 'Editor of a team', load: (context) => editorOf(services, context) })
  web.action({
    path: '/teams/:id/edit', access: KEEPERS, params: BY_ID, summary: 'Edit a team', tag: 'teams', body: TeamEdit, response: TeamAnswer,
    refusals: REFUSALS, fromForm: teamFromForm,
    run: (context) => edit(services, context),
    answer: (team, { viewer }) => own(team, viewer),
    then: (team) => ({ to: `/teams/${team.id}`, flash: 'library.teamSaved' }),
    again: (context, form) => editorOf(services, context, form),
  })
}

async function create(services: Services, { body, actor, now }: Context<unknown, unknown, TeamBody>) {
  const created = createTeam(newId(), body, await colleaguesOf(services, actor.organisation), actor, now)
  if (created.ok) await services.teams.insert(created.value)
  return created
}

async function edit(services: Services, { params, body, actor, now }: Context<{ id: string }, unknown, TeamBody & { revision: number }>) {
  const team = await services.teams.find(params.id)
  if (!team) return undefined
  const colleagues = await colleaguesOf(services, team.organisation)
  const { revision, ...content } = body
  return services.teams.decide(params.id, (one): Outcome<Team, TeamRefusal | 'conflict'> =>
    (one.revision === revision ? editTeam(one, content, colleagues, actor, now) : refused('conflict')))
}

const colleaguesOf = async (services: Services, organisation: string): Promise<string[]> =>
  (await services.people.ofOrganisation(organisation)).map((person) => person.id)

async function page(services: Services, context: Context<{ id: string }>): Promise<Page | undefined> {
  const found = await readTeam(services, context.params.id, context.viewer)
  if (!found) return undefined
  const { lead, members = [], id } = found.view
  const [region, people, made] = await Promise.all([
    services.regionNames(), services.people.names([...(lead ? [lead] : []), ...members]), services.achievements.publishedOf([id]),
  ])
  return teamPage(found, await readAchievements(services, made, context.viewer), people, region, context)
}

/** The editor of the team one leads; of a new one for whoever leads none yet. */
async function myTeam(services: Services, context: Context): Promise<Page> {
  const teams = await services.teams.withMember(context.actor.id)
  return editor(services, context, teams.find((team) => team.lead === context.actor.id))
}

async function editorOf(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const team = await services.teams.find(context.params.id)
  return team && mayKeepTeam(team, context.viewer) ? editor(services, context, team, form) : undefined
}

async function editor(services: Services, context: Context, team?: Team, form?: FormState): Promise<Page> {
  const { actor } = context
  const [region, colleagues, mine] = await Promise.all([
    services.regionNames(), services.people.ofOrganisation(team?.organisation ?? actor.organisation), services.teams.withMember(actor.id),
  ])
  const others = mine.filter((one) => one.id !== team?.id)
  const values = teamToForm(team ?? EMPTY_TEAM)
  return teamEditor({ values, region, colleagues, lead: team?.lead ?? actor.id, others, ...(team ? { team } : {}), ...(form ? { form } : {}) }, context)
}

function own(team: Team, viewer: Viewer): TeamView {
  const view = viewTeam(team, viewer, true)
  if (!view) throw new Error(`team ${team.id} was changed by somebody who may not see it`)
  return view
}
