import t from 'tap'
import { CAST, type Part, PEOPLE } from '../../seed/demo/people.ts'
import { heardIn } from './canaries.ts'
import { factsOf, judge, ONE_OF_EACH, readEverything, refuseEverything } from './leak-probe.ts'
import { addressesOf } from './samples.ts'
import { fullScene } from './scene.ts'
import { knownValues, VALUES } from './who-may-see.ts'

t.setTimeout(600_000)
const scene = await fullScene(t)
const few = (leaks: string[]): string[] => [...new Set(leaks)].slice(0, 20)

t.test('every route has samples', async (t) => {
  for (const route of scene.routes) t.doesNotThrow(() => addressesOf(route, scene.places), route.url)
})

t.test('nobody reads what is not theirs, on any route', async (t) => {
  const { probes, hits, leaks, faults, routes } = await readEverything(scene, { readers: ONE_OF_EACH, pages: 1, resources: 3 })
  t.same(few(leaks), [])
  t.same(few(faults), [], 'no fault')
  t.ok(probes >= 2000, `${probes} probes of ${routes.size} routes, ${hits} birds heard by those who may`)
  t.ok(hits > 500, 'the probe hears what may be heard')
})

t.test('refused changes change nothing and say nothing', async (t) => {
  const before = await scene.services.journal.last()
  const { probes, leaks, faults } = await refuseEverything(scene, ONE_OF_EACH)
  t.same(few(leaks), [])
  t.same(few(faults), [], 'no fault')
  await scene.background.settle()
  t.equal(await scene.services.journal.last(), before, 'nothing was decided')
  t.ok(probes >= 3000, `${probes} refused changes`)
})

t.test('mail tells people what they may know, and the log nothing', async (t) => {
  const [facts, values, leaks] = [await factsOf(scene), await knownValues(scene), [] as string[]]
  for (let day = 0; day < 10; day += 1) {
    scene.clock.advance(86_400_000)
    await scene.background.settle()
  }
  for (const { to, subject, text, html, headers } of scene.mails) {
    const person = PEOPLE.find((one) => one.email === to.address)?.id
    const part = (Object.keys(CAST) as Part[]).find((one) => CAST[one] === person)
    if (part) judge(`${subject}\n${text}\n${html}\n${JSON.stringify(headers)}`, part, `mail "${subject}"`, facts, values, leaks)
    else t.same(heardIn(`${subject}${text}${html}`).filter(({ field }) => field !== 'need.summary' && field !== 'invitation'), [], `mail to ${person}`)
  }
  t.same(few(leaks), [])
  t.ok(scene.mails.length > 10, `${scene.mails.length} messages`)
  const log = scene.logged.join('')
  t.ok(scene.logged.length > 1000, `${scene.logged.length} lines of log`)
  t.same(heardIn(log), [], 'no bird in the log')
  t.same([...log.matchAll(VALUES)].filter(([value]) => values.has(value)).map(([value]) => value).slice(0, 5), [], 'no address, code, salt or session in the log')
})
