import type { Viewer } from '../../kernel/actor.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import type { Need } from '../competition/need.ts'
import { type NeedView, viewNeed } from '../competition/need-view.ts'
import type { NeedNames } from './need-pages.ts'

type Stores = Pick<Services, 'needs' | 'organisations' | 'regionNames'>

/** One need as this reader may see it; undefined when it does not exist for them. */
export async function readNeed(stores: Stores, id: string, viewer: Viewer): Promise<NeedView | undefined> {
  const need = await stores.needs.find(id)
  return need && viewNeed(need, viewer)
}

/** A decision on a need by somebody for whom it exists; for everybody else there is nothing to decide on. */
export async function decideOn<R extends string>(
  stores: Stores, id: string, viewer: Viewer, rule: (need: Need) => Outcome<Need, R>,
): Promise<Outcome<Need, R | 'conflict'> | undefined> {
  return (await readNeed(stores, id, viewer)) && stores.needs.decide(id, rule)
}

/** The names a page about these needs prints. */
export async function namesFor(stores: Stores, views: readonly NeedView[]): Promise<NeedNames> {
  const ids = views.flatMap((view) => [view.organisation, view.winner?.organisation ?? []].flat())
  const [region, organisations] = await Promise.all([stores.regionNames(), stores.organisations.names(ids)])
  return { region, organisation: (id) => organisations.get(id) ?? id }
}
