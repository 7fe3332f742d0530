import t from 'tap'
import { codeOf, notTheirs } from '../awards/answers.ts'
import { startDemo } from '../awards/demonstration.ts'

interface Plan {
  id: string
  needs: string[]
  invitations: { need: string; team: string; person: string; score: number; state: string }[]
  standing: { need: string; team: string }[]
  shortNeeds: { needId: string; because: string }[]
  leftOut: { personId: string; because: string }[]
  figures: Record<'plan' | 'greedy' | 'top', { fewestPerNeed: number; needsBelowFloor: number; mostPerPerson: number; totalScore: number }>
}

const app = await startDemo(t)
const officer = await app.as('officer')
const secondOfficer = await app.as('secondOfficer')
const make = async (settings: object = {}) => (await officer.api('POST', '/invitation-plans', settings)).json() as Plan
const approve = (plan: Plan, body: object = {}, who = officer) => who.api('POST', `/invitation-plans/${plan.id}/approval`, body)
const saidOf = async ({ need, team }: { need: string; team: string }) => (await app.services.verdicts.about(need, team, 'staff')).kind

t.test('plans are for officers', async (t) => {
  const others = { stranger: await app.as('stranger'), owner: await app.as('owner'), researcher: await app.as('researcher'), auditor: await app.as('auditor') }
  await notTheirs(t, app, others, { page: '/staff/invitations', form: '/staff/invitations', api: '/invitation-plans' }, { cap: 2, floor: 1, ceiling: 2 })
  const { id } = await make()
  for (const who of Object.values(others)) {
    t.equal((await who.get(`/staff/invitations/${id}`)).statusCode, 404)
    t.equal((await who.api('GET', `/invitation-plans/${id}`)).statusCode, 404)
  }
  t.equal((await officer.api('GET', '/invitation-plans/no-such-plan')).statusCode, 404)
  t.equal((await approve({ id: 'no-such-plan' } as Plan)).statusCode, 404)
})

t.test('a plan keeps its caps, counts what stands, and says who is left out', async (t) => {
  const plan = await make({ cap: 1, floor: 2, ceiling: 3 })
  const open = (await app.services.needs.inStatus(['published'])).map((need) => need.id).sort()
  t.same([...plan.needs].sort(), open)
  const perPerson = new Map<string, number>()
  for (const { person } of plan.invitations) perPerson.set(person, (perPerson.get(person) ?? 0) + 1)
  t.ok(Math.max(...perPerson.values()) <= 1)
  t.ok(plan.standing.some((one) => one.need === 'need-mooring' && one.team === 'team-mooring'), 'the approval in the demonstration')
  t.notOk(plan.invitations.some((one) => one.need === 'need-mooring' && one.team === 'team-mooring'), 'is not asked twice')
  t.ok(plan.shortNeeds.length > 0 && plan.leftOut.length > 0)
  t.ok(plan.figures.plan.needsBelowFloor <= plan.figures.greedy.needsBelowFloor)
  t.ok(plan.figures.top.mostPerPerson >= plan.figures.plan.mostPerPerson)
})

t.test('settings that contradict each other are refused, what was typed stays', async (t) => {
  const api = await officer.api('POST', '/invitation-plans', { cap: 2, floor: 5, ceiling: 3 })
  t.match([api.statusCode, codeOf(api)], [422, 'floor-over-ceiling'])
  const form = await officer.submit('/staff/invitations', { cap: '2', floor: '5', ceiling: '3' }, { page: '/staff/invitations' })
  t.equal(form.statusCode, 422)
  t.match(form.body, /id="f-floor-error"/)
  t.match(form.body, /name="floor"[^>]*value="5"/)
  const words = await officer.submit('/staff/invitations', { cap: 'many', floor: '1', ceiling: '3' }, { page: '/staff/invitations' })
  t.match([words.statusCode, words.body.includes('value="many"')], [422, true])
})

t.test('an approved invitation becomes a verdict that the ranking and the day carry', async (t) => {
  const plan = await make()
  const [first] = plan.invitations
  if (!first) return t.fail('nobody is invited')
  const odd = await approve(plan, { pairs: [{ need: first.need, team: 'team-of-nobody' }] })
  t.match([odd.statusCode, codeOf(odd)], [422, 'not-in-plan'])
  t.equal((await approve(plan, { pairs: [{ need: first.need, team: first.team }] })).statusCode, 200)
  t.equal(await saidOf(first), null, 'the plan is decided; the verdict follows')
  await app.settle()
  t.equal(await saidOf(first), 'approve')
  t.equal((await app.services.verdicts.about(first.need, first.team, 'staff')).basis, null, 'it teaches the weights nothing')
  const feed = await app.services.matching.needsFor(first.person, 500, app.clock.now())
  t.ok(feed.some((one) => one.need.id === first.need), 'in the day of whoever leads the team')
  const other = plan.invitations.find((one) => one !== first)
  if (other) t.equal(await saidOf(other), null, 'the others wait')
})

t.test('the whole plan, by the page, twice, and by two at once', async (t) => {
  const plan = await make()
  const page = `/staff/invitations/${plan.id}`
  const vetoed = plan.invitations[0]
  if (!vetoed) return t.fail('nobody is invited')
  await officer.api('POST', `/matches/${vetoed.need}/verdicts`, { subject: vetoed.team, kind: 'veto', reason: '设备停用' })
  for (const lang of ['zh-CN', 'en']) t.equal((await officer.get(`${page}?lang=${lang}`)).statusCode, 200)
  const both = await Promise.all([approve(plan), approve(plan, {}, secondOfficer)])
  t.ok(both.some((one) => one.statusCode === 200))
  for (const one of both) t.ok([200, 409].includes(one.statusCode), String(one.statusCode))
  const again = await officer.submit(`${page}/approval`, {}, { page })
  t.match([again.statusCode, again.headers.location], [303, page])
  await app.settle()
  for (const one of plan.invitations) t.equal(await saidOf(one), one === vetoed ? 'veto' : 'approve', `${one.need} ${one.team}`)
  await app.settle()
  const next = await make()
  t.ok(next.standing.length > plan.standing.length, 'the next plan counts them')
})
