import { CAST } from '../../seed/demo/people.ts'
import { sentMail } from '../digests/sent-mail.ts'
import { type Person, traces } from './people.ts'
import type { Act } from './stage.ts'
import { BID, CANARIES, DEADLINE, LATE_BID, NEED, RIVAL_BID, RIVAL_CANARIES, SUMMARY } from './story.ts'

/** From the first words of a need to the deadline for bids. */
export const TO_DEADLINE: Act[] = [
  ['the issuer writes a need, saves it once, checks it and hands it in', async (t, stage) => {
    const { world, issuer } = stage
    await issuer.visit('/needs/new')
    await issuer.type(NEED)
    await issuer.press('保存草稿')
    t.match(await issuer.text(), '草稿已保存')
    stage.need = /needs\/([^/]+)\/edit/.exec(issuer.page.url())?.[1] ?? ''
    await issuer.type({ summary: SUMMARY })
    await issuer.press('保存并核对')
    t.match(await issuer.text(), SUMMARY)
    await issuer.press('提交审核')
    t.match(await issuer.text(), '需求已提交，工作人员将进行审核')
    await world.settle()
  }],

  ['an officer returns it, the issuer corrects it, the officer approves and publishes', async (t, { world, issuer, officer, need }) => {
    await officer.visit('/staff/queue')
    await officer.follow(NEED.title)
    await officer.follow('审核')
    await officer.type({ 'remarks[0][field]': 'indicators', 'remarks[0][text]': '请写明测量误差的量程' })
    await officer.press('退回修改', `/staff/needs/${need}/return`)
    await world.settle()
    await issuer.visit('/my/needs')
    await issuer.follow(NEED.title)
    t.match(await issuer.text(), '请写明测量误差的量程')
    await issuer.follow('继续填写')
    await issuer.type({ 'indicators[0][unit]': '%FS' })
    await issuer.press('保存并核对')
    await issuer.press('提交审核')
    await world.settle()
    await officer.visit(`/staff/needs/${need}/review`)
    await officer.press('通过', `/staff/needs/${need}/approval`)
    await officer.press('立即发榜')
    t.match(await officer.text(), '已发榜')
    await world.settle()
  }],

  ['the right teams are ranked, each with its reason', async (t, { officer }) => {
    await officer.follow('匹配团队')
    const first = officer.page.locator('article').first()
    t.match(await first.innerText(), '深远海系泊与结构健康监测团队')
    t.ok(await first.locator('mark').count() > 0, 'what the team did is quoted, with the words of the need marked')
    await first.getByRole('button', { name: '认可' }).click()
    await officer.page.getByText('意见已记录').waitFor()
  }],

  ['the next digest brings it to the team it fits, and can be stopped by its own link', async (t, { world, researcher, latecomer }) => {
    world.clock.set(new Date('2026-11-24T01:00:00Z'))
    await world.settle()
    const digest = (await sentMail(world)).find((one) => one.to === researcher.email && one.headers.has('list-unsubscribe') && one.text.includes(NEED.title))
    t.match(digest?.text, '深远海系泊与结构健康监测团队', 'for which team')
    t.match(digest?.text, /需求 .*系泊.*\n.*您的成果 .*系泊/s, 'and why')
    const link = digest?.headers.get('list-unsubscribe')?.slice(1, -1) ?? ''
    await latecomer.page.goto(link)
    await latecomer.press('Stop the digest')
    t.equal((await world.services.people.find(CAST.researcher))?.preferences.digest, 'off')
  }],

  ['two teams bid', async (t, { world, issuer, officer, researcher, rival, latecomer, stranger, need, before }) => {
    for (const reader of [issuer, officer, researcher, rival, latecomer, stranger]) await reader.visit('/sign-in')
    for (const reader of [issuer, officer, stranger]) before.set(reader, await shownOf(reader, `/needs/${need}`))
    await researcher.visit('/today')
    await researcher.follow(NEED.title)
    await researcher.follow('我要揭榜')
    await researcher.type({ route: BID.route })
    await researcher.page.waitForTimeout(700)
    await researcher.visit(`/needs/${need}/bid`)
    await researcher.page.locator('[data-autosave-restore]').click()
    t.equal(await researcher.within().locator('[name=route]').inputValue(), BID.route, 'what was typed and not sent is offered again')
    await researcher.type(BID)
    await researcher.press('核对并提交')
    t.match(await researcher.text(), BID.plan)
    await researcher.press('提交揭榜书')
    t.match(await researcher.text(), /请保存回执[^]*[0-9a-f]{64}/)
    await rival.visit(`/needs/${need}/bid`)
    await rival.type(RIVAL_BID)
    await rival.press('核对并提交')
    await rival.press('提交揭榜书')
    t.match(await rival.text(), '请保存回执')
    await world.settle()
  }],

  ['until the opening nobody else learns of a bid, not even that there is one', async (t, { world, issuer, officer, researcher, rival, stranger, need, before }) => {
    const bid = /bids\/([^/]+)\/receipt/.exec(researcher.page.url())?.[1] ?? ''
    const places = [`/needs/${need}`, `/bids/${bid}`, `/my/bids/${bid}/receipt`, `/needs/${need}/matches`, `/search?q=${encodeURIComponent(BID.route.slice(0, 5))}`, '/my/notices', '/needs?sort=deadline', '/results']
    const desks = ['/staff', '/staff/queue', `/staff/needs/${need}/review`, `/staff/needs/${need}/panel`, `/needs/${need}/opening`, `/needs/${need}/award`]
    for (const reader of [issuer, officer, stranger, rival]) for (const place of [...places, ...desks]) await reader.visit(place)
    for (const reader of [issuer, officer, stranger]) {
      t.equal(await shownOf(reader, `/needs/${need}`), before.get(reader), 'the page of the need is what it was before the bids')
      t.same(traces(reader, [...CANARIES, ...RIVAL_CANARIES]), [])
    }
    t.same(traces(rival, CANARIES), [])
    t.same(traces(researcher, RIVAL_CANARIES), [])
    const letters = JSON.stringify(await sentMail(world))
    t.same([...CANARIES, ...RIVAL_CANARIES].filter((canary) => letters.includes(canary)), [], 'nor by mail')
  }],

  ['who comes too late is refused and loses nothing', async (t, { world, latecomer, need }) => {
    world.clock.set(new Date(DEADLINE.getTime() - 60_000))
    await latecomer.visit('/sign-in')
    await latecomer.visit(`/needs/${need}`)
    await latecomer.follow('Bid for this need')
    await latecomer.type(LATE_BID)
    world.clock.advance(61_000)
    await latecomer.press('Check and hand in')
    t.equal(latecomer.status(), 409)
    t.match(await latecomer.text(), /deadline/i)
    t.equal(await latecomer.within().locator('[name=route]').inputValue(), LATE_BID.route)
    await world.settle()
  }],
]

/** The page without what differs each time it is asked for. */
async function shownOf(person: Person, path: string): Promise<string> {
  await person.visit(path)
  return (person.seen.at(-1)?.html ?? '').replaceAll(/name="_csrf" value="[^"]*"/g, '')
}
