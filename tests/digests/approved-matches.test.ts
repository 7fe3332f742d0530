import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { TEAMS } from '../../seed/demo/teams.ts'
import { courseOf, days } from './competition-course.ts'
import { digests, fitting, withTeams } from './digest-world.ts'

const far = {
  title: '食堂菜单编排', summary: '按季节编排职工食堂的菜单', keywords: ['食堂', '菜单'], tracks: ['textile'],
  indicators: [{ name: '菜品数', comparator: 'at-least' as const, value: '30', unit: '种' }],
}
const READER = personOf(CAST.researcher)
const TEAM = TEAMS.find((one) => one.members.includes(READER.id))!

for (const kind of ['approve', 'pin']) {
  t.test(`a match staff ${kind} later reaches the people of that team once, and nobody else`, async (t) => {
    const app = await withTeams(t)
    await courseOf(app).published('0001', far)
    await courseOf(app).published('0002', fitting)
    await app.settle()
    app.clock.advance(days(1))
    await app.settle()
    const first = await digests(app)
    t.notOk(first.some(({ to, text }) => to === READER.email && text.includes(far.title)), 'by itself it does not fit')
    t.ok(first.some((one) => one.to === READER.email && one.text.includes(fitting.title)))
    const officer = await app.as('officer')
    for (const need of ['0001', '0002']) t.equal((await officer.api('POST', `/matches/${need}/verdicts`, { subject: TEAM.id, kind, reason: '' })).statusCode, 200)
    await app.settle()
    app.clock.advance(days(1))
    await app.settle()
    const second = (await digests(app)).slice(first.length)
    t.same(second.map((one) => one.to), TEAM.members.map(personOf).filter((one) => one.preferences.digest === 'daily').map((one) => one.email))
    t.match(second[0]?.text, far.title)
    t.notMatch(second[0]?.text, fitting.title, 'what they were told is no news')
    app.clock.advance(days(1))
    await app.settle()
    t.equal((await digests(app)).length, first.length + second.length, 'said once')
  })
}

t.test('what fits is ranked by the weights of the desk', async (t) => {
  const app = await withTeams(t)
  await courseOf(app).published('0001', fitting)
  await courseOf(app).published('0002', { ...fitting, title: '浮式平台系泊缆', trlWanted: 9 })
  const asked: string[] = []
  const { current } = app.services.weightBook
  app.services.weightBook.current = async () => { const weights = await current(); asked.push(weights.version); return { ...weights, version: 'learned', leastText: 2 } }
  await app.settle()
  app.clock.advance(days(1))
  await app.settle()
  t.ok(asked.length > 0)
  t.same((await digests(app)).filter((one) => one.to === READER.email), [], 'these weights let nothing through')
})
