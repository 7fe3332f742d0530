import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Viewer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import { needCard } from '../needs/need-list-pages.ts'
import { listNeeds } from '../needs/need-list.ts'
import { namesFor } from '../needs/need-reader.ts'
import { type Park, type ParkView, viewPark } from './park.ts'
import { parkPage, parksPage } from './park-pages.ts'
import { listOf, ParkAnswer, PlatformAnswer, TrackAnswer } from './park-schemas.ts'

const SHOWN_NEEDS = 5

/** The region as everybody sees it: parks, their directions, what is open there, platforms, tracks. */
export function parkRoutes(web: Web, services: Services): void {
  web.page({ path: '/parks', access: 'anyone', summary: 'Parks and their directions', load: (context) => directory(services, context) })
  web.read({
    path: '/parks', access: 'anyone', summary: 'Parks on the list', tag: 'parks',
    response: Type.Object({ items: Type.Array(ParkAnswer), next: Type.Null() }),
    load: async ({ viewer }) => ({ items: await listed(services, viewer), next: null }),
  })
  web.page({ path: '/parks/:id', access: 'anyone', params: BY_ID, summary: 'A park', load: (context) => page(services, context) })
  web.read({
    path: '/parks/:id', access: 'anyone', params: BY_ID, summary: 'A park', tag: 'parks', response: ParkAnswer,
    load: ({ params, viewer }) => readPark(services, params.id, viewer),
  })
  web.read({
    path: '/tracks', access: 'anyone', summary: 'Tracks', tag: 'parks', response: listOf(TrackAnswer),
    load: async () => ({ items: await services.tracks.list(), next: null }),
  })
  web.read({
    path: '/platforms', access: 'anyone', summary: 'Platforms and research institutions', tag: 'parks', response: listOf(PlatformAnswer),
    load: async () => ({ items: await services.platforms.list(), next: null }),
  })
}

export async function readPark(services: Services, id: string, viewer: Viewer): Promise<ParkView | undefined> {
  const park = await services.parks.find(id)
  return park && viewPark(park, viewer)
}

export const views = (parks: readonly Park[], viewer: Viewer): ParkView[] =>
  parks.map((park) => viewPark(park, viewer)).filter((view) => view !== undefined)

async function listed(services: Services, viewer: Viewer): Promise<ParkView[]> {
  return views((await services.regionNames()).parks, viewer)
}

async function directory(services: Services, context: Context): Promise<Page> {
  const [region, parks, platforms] = await Promise.all([services.regionNames(), listed(services, context.viewer), services.platforms.list()])
  const counts = await services.regionCounts(parks.map((park) => park.id))
  return parksPage({ parks, region, counts, platforms }, context)
}

async function page(services: Services, context: Context<{ id: string }>): Promise<Page | undefined> {
  const park = await readPark(services, context.params.id, context.viewer)
  if (!park) return undefined
  const [region, parks, platforms, open] = await Promise.all([
    services.regionNames(), listed(services, context.viewer), services.platforms.list(), listNeeds(services, { park: [park.id] }, context.locale),
  ])
  const counts = await services.regionCounts(parks.map((one) => one.id))
  const shown = open.listed.slice(0, SHOWN_NEEDS)
  const names = await namesFor(services, shown.map((one) => one.view))
  const needs = shown.map(({ view }) => needCard({ view }, names, context))
  return parkPage({ park, region, counts, platforms: platforms.filter((one) => one.park === park.id), needs }, context)
}
