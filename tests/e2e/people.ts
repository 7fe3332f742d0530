import type { BrowserContext, Locator, Page } from 'playwright-core'
import { CAST, type Part, personOf } from '../../seed/demo/people.ts'
import { demoAccounts } from '../../server/demo/demo-loader.ts'
import { complaintsOf, type View, type World } from './browser.ts'

/** One of the cast in front of a browser: reads, types, presses and follows links, nothing else. */
export interface Person {
  page: Page
  email: string
  /** Every page this person was sent, as HTML, with its address. */
  seen: { url: string; html: string }[]
  complaints: string[]
  /** Status of the last page. */
  status(): number
  /** Opens a page; whoever is asked to sign in does so and comes back to it. */
  visit(path: string): Promise<void>
  /** What the page says. */
  text(): Promise<string>
  /** Types into controls by their names; ticks and chooses likewise. `form` is the address a form posts to. */
  type(values: Record<string, string | string[]>, form?: string): Promise<void>
  /** Presses a button that sends a form, and waits for the page that follows. */
  press(button: string, form?: string): Promise<void>
  follow(link: string): Promise<void>
  /** The form that posts to this address; the whole page where none is named. */
  within(form?: string): Locator
}

export async function arrive(world: World, part: Part, view?: View): Promise<Person> {
  const context = await world.profile(view)
  return personIn(context, world, part)
}

async function personIn(context: BrowserContext, world: World, part: Part): Promise<Person> {
  const page = await context.newPage()
  const { email } = personOf(CAST[part])
  const password = demoAccounts(world.services.config.dataDir)[0]?.password ?? ''
  const reading = watch(page)
  const { seen } = reading
  const within = (form?: string): Locator => (form === undefined ? page.locator('main') : page.locator(`form[action="${form}"]`))

  /** A page has arrived when it is loaded and its HTML is noted down. */
  async function arriveBy(move: () => Promise<unknown>): Promise<void> {
    await Promise.all([page.waitForEvent('load'), move()])
    await reading.done()
  }
  async function press(button: string, form?: string): Promise<void> {
    await arriveBy(() => within(form).getByRole('button', { name: button, exact: true }).click())
  }
  async function type(values: Record<string, string | string[]>, form?: string): Promise<void> {
    for (const [name, value] of Object.entries(values)) await enter(within(form).locator(`[name="${name}"]`), value)
  }
  async function signInIfAsked(): Promise<void> {
    if (new URL(page.url()).pathname !== '/sign-in') return
    await type({ email, password }, '/sign-in')
    await arriveBy(() => page.locator('form[action="/sign-in"] button').click())
  }

  return {
    page, email, seen, complaints: complaintsOf(page), status: reading.status, within, type, press,
    async visit(path) {
      await arriveBy(() => page.goto(path))
      await signInIfAsked()
    },
    text: () => page.locator('body').innerText(),
    async follow(link) {
      await arriveBy(() => page.getByRole('link', { name: link, exact: true }).first().click())
      await signInIfAsked()
    },
  }
}

function watch(page: Page) {
  const seen: Person['seen'] = []
  const pending: Promise<unknown>[] = []
  let status = 0
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'document' || response.status() === 303) return
    status = response.status()
    pending.push(response.text().then((html) => seen.push({ url: response.url(), html })))
  })
  return { seen, status: () => status, done: () => Promise.all(pending.splice(0)) }
}

async function enter(controls: Locator, value: string | string[]): Promise<void> {
  const kind = (await controls.first().getAttribute('type')) ?? ''
  if (['checkbox', 'radio'].includes(kind)) for (const one of [value].flat()) await controls.and(controls.page().locator(`[value="${one}"]`)).check()
  else if ((await controls.page().locator('select').and(controls).count()) > 0) await controls.first().selectOption(value)
  else await controls.first().fill(String(value))
}

/** What nobody but its author may read anywhere: none of these words is on any page this person was ever sent. */
export function traces(person: Person, canaries: readonly string[]): string[] {
  return person.seen.flatMap(({ url, html }) => canaries.filter((canary) => html.includes(canary)).map((canary) => `${url}: ${canary}`))
}
