import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import type { Need, NeedStatus } from '../competition/need.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import { namesFor } from '../needs/need-reader.ts'
import type { NeedNames } from '../needs/need-pages.ts'

const SHOWN = 6
const DECIDED: readonly NeedStatus[] = ['publicised', 'contracting', 'executing']

/** The public front: what is open, what closes soon, who won, how it works. */
export function homeRoutes(web: Web, services: Services): void {
  web.page({ path: '/', access: 'anyone', summary: 'Home', load: (context) => home(services, context) })
  for (const name of ['how-it-works'] as const) {
    web.page({
      path: `/${name}`, access: 'anyone', summary: `About: ${name}`,
      load: async ({ words }) => ({ template: `home/${name}`, title: words(`home.${name}.title`), model: { policy: await services.policies.current() } }),
    })
  }
}

async function home({ needs, ...services }: Services, context: Context): Promise<Page> {
  const [open, decided] = await Promise.all([needs.inStatus(['published']), needs.inStatus(DECIDED)])
  const newest = open.toSorted((a, b) => enteredAt(b, 'published') - enteredAt(a, 'published')).slice(0, SHOWN)
  const seen = (list: readonly Need[]) => list.flatMap((need) => viewNeed(need, context.viewer) ?? [])
  const lists = { newest: seen(newest), closing: seen(open.slice(0, SHOWN)), decided: seen(decided.toSorted(byDecision).slice(0, SHOWN)) }
  const names = await namesFor({ needs, ...services }, [...lists.newest, ...lists.closing, ...lists.decided])
  const figures = figuresOf(open, decided, context)
  return {
    template: 'home/home', title: context.words('home.title'),
    model: { figures, newest: lists.newest.map((view) => cardOf(view, names, context)), closing: lists.closing, decided: lists.decided.map((view) => cardOf(view, names, context)) },
  }
}

const enteredAt = (need: Need, status: NeedStatus): number => need.entered[status]?.getTime() ?? 0
const byDecision = (a: Need, b: Need): number => enteredAt(b, 'publicised') - enteredAt(a, 'publicised')

function figuresOf(open: readonly Need[], decided: readonly Need[], { words }: Context) {
  const amount = open.reduce((sum, need) => sum + (need.content.funding?.amount ?? 0), 0)
  const signed = decided.filter((need) => need.status === 'executing').length
  return { open: open.length, amount, publicity: decided.filter((need) => need.status === 'publicised').length, signed, label: words('home.figures') }
}

function cardOf(view: NeedView, names: NeedNames, { locale }: Context) {
  return {
    ...view, href: `/needs/${view.id}`, issuer: names.organisation(view.organisation), state: view.status,
    tracks: view.tracks.map((track) => names.region.track(track, locale)), won: view.winner ? names.organisation(view.winner.organisation) : '',
  }
}
