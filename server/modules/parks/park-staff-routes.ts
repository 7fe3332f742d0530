import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Viewer } from '../../kernel/actor.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import {
  addPark, assessPark, changeTrack, editPark, enterPark, leavePark, type Park, type ParkRefusal, type ParkView, type Track, type TrackRefusal, viewPark,
} from './park.ts'
import { assessmentFromForm, EMPTY_PARK, parkFromForm, parkToForm } from './park-form.ts'
import { parkEditor, staffParksPage, tracksPage } from './park-pages.ts'
import { readPark, views } from './park-routes.ts'
import { AssessmentBody, ParkAnswer, ParkBody, ParkEdit, Reason, TrackAnswer, TrackBody } from './park-schemas.ts'

const KEEPERS = ['officer', 'administrator'] as const
const REFUSALS: Record<ParkRefusal, number> = { 'not-staff': 404, 'already-listed': 409, 'not-listed': 409, 'reason-missing': 422, 'year-ahead': 422 }
const ADDING: Record<ParkRefusal | 'park-exists', number> = { ...REFUSALS, 'park-exists': 409 }
const TRACK_REFUSALS: Record<TrackRefusal, number> = { 'not-staff': 404, 'track-exists': 409, 'unknown-track': 404 }

type ById = Context<{ id: string }>

/** The directory as the staff keep it: names and directions, yearly assessment, entry and exit, tracks. */
export function parkStaffRoutes(web: Web, services: Services): void {
  const { parks } = services
  web.page({
    path: '/staff/parks', access: KEEPERS, summary: 'Keep the parks',
    load: async (context) => staffParksPage(views(await parks.list({}), context.viewer), context),
  })
  web.page({ path: '/staff/parks/new', access: KEEPERS, summary: 'A new park', load: (context) => editor(services, context) })
  web.action({
    path: '/staff/parks/new', api: '/parks', access: KEEPERS, summary: 'Take a new park into the directory', tag: 'parks', body: ParkBody,
    response: ParkAnswer, refusals: ADDING, successStatus: 201, fromForm: parkFromForm,
    async run({ body: { id, ...content }, actor, now }): Promise<Outcome<Park, ParkRefusal | 'park-exists'>> {
      const added = addPark(id, content, actor, now)
      if (added.ok && (await parks.insert(added.value)) === 'duplicate') return refused('park-exists', { id: 'error.duplicate' })
      return added
    },
    answer: (park, { viewer }) => seen(park, viewer), then: (park) => ({ to: `/staff/parks/${park.id}`, flash: 'parks.saved' }),
    again: (context, form) => editor(services, context, undefined, form),
  })

  const deciding = { access: KEEPERS, params: BY_ID, tag: 'parks', response: ParkAnswer, refusals: REFUSALS } as const
  const after = {
    answer: (park: Park, { viewer }: { viewer: Viewer }) => seen(park, viewer),
    then: (park: Park) => ({ to: `/staff/parks/${park.id}`, flash: 'parks.saved' }),
    again: (context: ById, form: FormState) => editorOf(services, context, form),
  }
  web.page({ path: '/staff/parks/:id', access: KEEPERS, params: BY_ID, summary: 'Keep a park', load: (context) => editorOf(services, context) })
  web.action({
    ...deciding, ...after, path: '/staff/parks/:id', api: '/parks/:id', summary: 'Change a park', body: ParkEdit, fromForm: parkFromForm,
    run: ({ params, body: { revision, ...content }, actor, now }) => parks.decide(params.id, (park): Outcome<Park, ParkRefusal | 'conflict'> =>
      (park.revision === revision ? editPark(park, content, actor, now) : refused('conflict'))),
  })
  web.action({
    ...deciding, ...after, path: '/staff/parks/:id/assessment', api: '/parks/:id/assessment', summary: 'Record the yearly assessment',
    body: AssessmentBody, fromForm: assessmentFromForm,
    run: ({ params, body, actor, now }) => parks.decide(params.id, (park) => assessPark(park, body, actor, now)),
  })
  for (const [path, rule, summary] of [['entry', enterPark, 'Take a park back into the directory'], ['exit', leavePark, 'Take a park out of the directory']] as const) {
    web.action({
      ...deciding, ...after, path: `/staff/parks/:id/${path}`, api: `/parks/:id/${path}`, summary, body: Reason,
      run: ({ params, body, actor, now }) => parks.decide(params.id, (park) => rule(park, body.reason, actor, now)),
    })
  }
  trackRoutes(web, services)
}

function trackRoutes(web: Web, services: Services): void {
  const page = async (context: Context, form?: FormState) => tracksPage(await services.tracks.list(), context, form)
  web.page({ path: '/staff/tracks', access: KEEPERS, summary: 'Keep the tracks', load: (context) => page(context) })
  for (const [path, api, adding] of [['/staff/tracks', '/tracks', true], ['/staff/tracks/change', '/tracks/change', false]] as const) {
    web.action({
      path, api, access: KEEPERS, summary: adding ? 'Add a track' : 'Rename a track', tag: 'parks', body: TrackBody, response: TrackAnswer, refusals: TRACK_REFUSALS,
      ...(adding ? { successStatus: 201 as const } : {}),
      run: ({ body, actor, now }) => saveTrack(services, body, adding, { actor, now }),
      answer: (track) => track, then: () => ({ to: '/staff/tracks', flash: 'parks.saved' }), again: page,
    })
  }
}

async function saveTrack(services: Services, track: Track, adding: boolean, { actor, now }: Pick<Context, 'actor' | 'now'>): Promise<Outcome<Track, TrackRefusal | 'conflict'>> {
  const outcome = changeTrack(await services.tracks.list(), track, adding, actor)
  if (!outcome.ok) return outcome
  return (await services.tracks.change(track, { by: actor.id, at: now })) ? done(track) : refused('conflict')
}

async function editorOf(services: Services, context: ById, form?: FormState): Promise<Page | undefined> {
  const park = await readPark(services, context.params.id, context.viewer)
  return park && editor(services, context, park, form)
}

async function editor(services: Services, context: Context, park?: ParkView, form?: FormState): Promise<Page> {
  const addRow = context.request.intent === 'add-row:directions'
  const parts = { values: parkToForm(park ?? EMPTY_PARK), region: await services.regionNames(), addRow, year: context.now.getUTCFullYear() }
  return parkEditor({ ...parts, ...(park ? { park } : {}), ...(form ? { form } : {}) }, context)
}

function seen(park: Park, viewer: Viewer): ParkView {
  const view = viewPark(park, viewer)
  if (!view) throw new Error(`park ${park.id} was changed by somebody who may not see it`)
  return view
}
