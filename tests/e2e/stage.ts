import type { Test } from 'tap'
import type { World } from './browser.ts'
import { arrive, type Person } from './people.ts'

/** Everybody who plays, each before a browser of their own, and the need it is about. */
export interface Stage {
  world: World
  issuer: Person
  officer: Person
  researcher: Person
  rival: Person
  latecomer: Person
  stranger: Person
  /** First, second and fourth score; the third steps back. */
  first: Person
  second: Person
  third: Person
  fourth: Person
  need: string
  /** The page of the need as its readers saw it before anybody bid. */
  before: Map<Person, string>
}
export type Act = [title: string, play: (t: Test, stage: Stage) => Promise<void>]

export async function enter(world: World): Promise<Stage> {
  return {
    world,
    issuer: await arrive(world, 'owner'),
    officer: await arrive(world, 'officer'),
    researcher: await arrive(world, 'researcher', { width: 360 }),
    rival: await arrive(world, 'rivalResearcher'),
    latecomer: await arrive(world, 'englishResearcher', { locale: 'en' }),
    stranger: await arrive(world, 'stranger'),
    first: await arrive(world, 'reviewer'),
    second: await arrive(world, 'secondReviewer', { locale: 'en' }),
    third: await arrive(world, 'thirdReviewer'),
    fourth: await arrive(world, 'fourthReviewer'),
    need: '',
    before: new Map(),
  }
}

/** The state beside a page's heading. */
export async function stateOf(person: Person, path: string): Promise<string> {
  await person.visit(path)
  return person.page.locator('main .tag').first().innerText()
}
