import type { Viewer } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import type { Organisation } from '../accounts/organisation.ts'
import { type Achievement, type AchievementView, viewAchievement } from './achievement.ts'
import { type Team, type TeamView, viewTeam } from './team.ts'

type Stores = Pick<Services, 'achievements' | 'teams' | 'organisations'>
type Owners = ReadonlyMap<string, Organisation>

/** A thing of the library with whoever owns it: the owner's verification decides whether others see it. */
export interface Owned<V> { view: V; owner: Organisation }

export async function readAchievements(stores: Stores, found: readonly Achievement[], viewer: Viewer): Promise<Owned<AchievementView>[]> {
  return seenBy(found, await ownersOf(stores, found), (one, verified) => viewAchievement(one, viewer, verified))
}

export async function readTeams(stores: Stores, found: readonly Team[], viewer: Viewer): Promise<Owned<TeamView>[]> {
  return seenBy(found, await ownersOf(stores, found), (one, verified) => viewTeam(one, viewer, verified))
}

export async function readAchievement(stores: Stores, id: string, viewer: Viewer): Promise<Owned<AchievementView> | undefined> {
  return (await readAchievements(stores, await stores.achievements.findMany([id]), viewer))[0]
}

export async function readTeam(stores: Stores, id: string, viewer: Viewer): Promise<Owned<TeamView> | undefined> {
  return (await readTeams(stores, await stores.teams.findMany([id]), viewer))[0]
}

async function ownersOf(stores: Stores, found: readonly { organisation: string }[]): Promise<Owners> {
  const ids = [...new Set(found.map((one) => one.organisation))]
  return new Map((ids.length > 0 ? await stores.organisations.findMany(ids) : []).map((one) => [one.id, one]))
}

function seenBy<T extends { organisation: string }, V>(
  found: readonly T[], owners: Owners, view: (one: T, verified: boolean) => V | undefined,
): Owned<V>[] {
  return found.flatMap((one) => {
    const owner = owners.get(one.organisation)
    const seen = owner && view(one, owner.verification === 'verified')
    return owner && seen ? [{ view: seen, owner }] : []
  })
}
