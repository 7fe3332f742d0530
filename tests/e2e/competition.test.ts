import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { sentMail } from '../digests/sent-mail.ts'
import { findChromium, startWorld } from './browser.ts'
import { arrive, type Person, traces } from './people.ts'
import { BID, CANARIES, DEADLINE, LATE_BID, MAIL, NEED, RIVAL_BID, RIVAL_CANARIES, SUMMARY } from './story.ts'

t.setTimeout(600_000)
const chromium = findChromium(t)
if (chromium) t.test('the whole competition, by the pages alone', { bail: true }, async (t) => {
  const world = await startWorld(t, chromium)
  const { clock } = world
  const issuer = await arrive(world, 'owner')
  const officer = await arrive(world, 'officer')
  const researcher = await arrive(world, 'researcher', { width: 360 })
  const rival = await arrive(world, 'rivalResearcher')
  const latecomer = await arrive(world, 'englishResearcher', { locale: 'en' })
  const stranger = await arrive(world, 'stranger')
  const everybody = [issuer, officer, researcher, rival, latecomer, stranger]
  let need = ''

  await t.test('the issuer writes a need, saves it once, checks it and hands it in', async (t) => {
    await issuer.visit('/needs/new')
    await issuer.type(NEED)
    await issuer.press('保存草稿')
    t.match(await issuer.text(), '草稿已保存')
    need = /needs\/([^/]+)\/edit/.exec(issuer.page.url())?.[1] ?? ''
    await issuer.type({ summary: SUMMARY })
    await issuer.press('保存并核对')
    t.match(await issuer.text(), SUMMARY)
    await issuer.press('提交审核')
    t.match(await issuer.text(), '需求已提交，工作人员将进行审核')
    await world.settle()
  })

  await t.test('an officer returns it, the issuer corrects it, the officer approves and publishes', async (t) => {
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
  })

  await t.test('the right teams are ranked, each with its reason', async (t) => {
    await officer.follow('匹配团队')
    const first = officer.page.locator('article').first()
    t.match(await first.innerText(), '深远海系泊与结构健康监测团队')
    t.ok(await first.locator('mark').count() > 0, 'what the team did is quoted, with the words of the need marked')
    await first.getByRole('button', { name: '认可' }).click()
    await officer.page.getByText('意见已记录').waitFor()
  })

  await t.test('the next digest brings it to the team it fits, and can be stopped by its own link', async (t) => {
    clock.set(new Date('2026-11-24T01:00:00Z'))
    await world.settle()
    const digest = (await sentMail(world)).find((one) => one.to === researcher.email && one.headers.has('list-unsubscribe') && one.text.includes(NEED.title))
    t.match(digest?.text, '深远海系泊与结构健康监测团队', 'for which team')
    t.match(digest?.text, /需求 .*系泊.*\n.*您的成果 .*系泊/s, 'and why')
    const link = digest?.headers.get('list-unsubscribe')?.slice(1, -1) ?? ''
    await latecomer.page.goto(link)
    await latecomer.press('Stop the digest')
    t.equal((await world.services.people.find(CAST.researcher))?.preferences.digest, 'off')
  })

  const before = new Map<Person, string>()
  await t.test('two teams bid', async (t) => {
    for (const reader of everybody) await reader.visit('/sign-in')
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
  })

  await t.test('until the opening nobody else learns of a bid, not even that there is one', async (t) => {
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
  })

  await t.test('who comes too late is refused and loses nothing', async (t) => {
    clock.set(new Date(DEADLINE.getTime() - 60_000))
    await latecomer.visit('/sign-in')
    await latecomer.visit(`/needs/${need}`)
    await latecomer.follow('Bid for this need')
    await latecomer.type(LATE_BID)
    clock.advance(61_000)
    await latecomer.press('Check and hand in')
    t.equal(latecomer.status(), 409)
    t.match(await latecomer.text(), /deadline/i)
    t.equal(await latecomer.within().locator('[name=route]').inputValue(), LATE_BID.route)
    await world.settle()
  })

  await t.test('two people open', async (t) => {
    clock.set(new Date('2026-12-14T01:00:00Z'))
    await officer.visit('/staff/queue')
    await officer.follow(NEED.title)
    await officer.follow('开榜')
    await officer.press('确认开榜')
    t.same(traces(officer, CANARIES), [], 'one confirmation opens nothing')
    await world.settle()
    await issuer.visit(`/needs/${need}/opening`)
    await issuer.press('确认开榜')
    t.match(await issuer.text(), /共收到2份揭榜书[^]*江海理工大学[^]*相符/)
    await world.settle()
  })

  const [first, second, third, fourth] = await Promise.all([
    arrive(world, 'reviewer'), arrive(world, 'secondReviewer', { locale: 'en' }), arrive(world, 'thirdReviewer'), arrive(world, 'fourthReviewer'),
  ])
  await t.test('three score, after one stepped back and was replaced', async (t) => {
    await officer.visit(`/staff/needs/${need}/panel`)
    await officer.type({ 'reviewers[]': [CAST.reviewer, CAST.secondReviewer, CAST.thirdReviewer] })
    await officer.press('指派')
    await world.settle()
    await third.visit('/reviews')
    await third.follow(NEED.title)
    await third.type({ conflict: 'yes', reason: '与揭榜方共同承担项目' })
    await third.press('提交声明')
    t.same(traces(third, CANARIES), [], 'who declares a conflict has seen no bid')
    await world.settle()
    await officer.visit(`/staff/needs/${need}/panel`)
    await officer.type({ 'reviewers[]': [CAST.fourthReviewer] })
    await officer.press('指派')
    await world.settle()
    await score(first, need, { declare: '提交声明', handIn: '提交评分' })
    await score(second, need, { declare: 'Declare', handIn: 'Hand in the scores' })
    await score(fourth, need, { declare: '提交声明', handIn: '提交评分' })
    t.match(await fourth.text(), '评分已提交')
    await world.settle()
  })

  await t.test('the issuer proposes with feedback, an officer confirms', async (t) => {
    clock.set(new Date('2026-12-17T02:00:00Z'))
    await issuer.visit(`/needs/${need}/award`)
    await issuer.page.getByLabel('第 1 名 江海理工大学').check()
    await issuer.press('提交工作人员确认')
    t.equal(issuer.status(), 422)
    t.match(await issuer.text(), '反馈', 'nobody loses without a word')
    await issuer.page.getByRole('textbox', { name: '沧澜海洋大学' }).fill('声学方案有新意，缺少海上数据。')
    await issuer.press('提交工作人员确认')
    await world.settle()
    await officer.visit('/staff/queue')
    await officer.follow(NEED.title)
    await officer.follow('确认拟中榜方')
    await officer.press('确认并公示')
    t.match(await officer.text(), '公示至')
    await world.settle()
  })

  await t.test('an objection is filed and dismissed; publicity lasts five working days over a weekend', async (t) => {
    clock.set(new Date('2026-12-21T02:00:00Z'))
    await stranger.visit('/sign-in')
    await stranger.visit('/results')
    await stranger.follow(NEED.title)
    await stranger.follow('提出异议')
    await stranger.type({ realName: '恽之', text: '中榜方业绩年限不足。' })
    await stranger.press('提交异议')
    await issuer.visit('/my/needs')
    await issuer.follow(NEED.title)
    t.same(traces(issuer, ['恽之']), [], 'the issuer does not learn who objected')
    await world.settle()
    await officer.visit(`/staff/needs/${need}/objections`)
    await officer.press('受理')
    await world.settle()
    await officer.type({ answer: '经核查，业绩年限符合要求。' })
    await officer.press('异议不成立')
    clock.set(new Date('2026-12-24T15:59:00Z'))
    await world.settle()
    t.equal(await stateOf(stranger, `/needs/${need}`), '公示', 'a weekend does not count')
    clock.advance(120_000)
    await world.settle()
    t.equal(await stateOf(stranger, `/needs/${need}`), '签约')
  })

  await t.test('the contract is written, signed by both and registered', async (t) => {
    await issuer.visit(`/needs/${need}/contract`)
    await issuer.type({ category: 'development', amount: '94.76', terms: '交付监测系统一套，一年验证。' })
    await issuer.press('保存合同')
    await world.settle()
    await issuer.press('代表本单位签署')
    await world.settle()
    await researcher.visit('/my/bids')
    await researcher.follow(NEED.title)
    await researcher.follow('查看需求')
    await researcher.follow('合同')
    await researcher.press('代表本单位签署')
    await world.settle()
    await officer.visit(`/needs/${need}/contract`)
    await officer.type({ registration: '2026320600001234' })
    await officer.press('登记')
    t.match(await officer.text(), '合同已登记，项目进入实施')
    await world.settle()
  })

  await t.test('who lost reads why', async (t) => {
    await rival.visit('/my/bids')
    await rival.follow(NEED.title)
    t.match(await rival.text(), /排名第2[^]*缺少海上数据/)
    t.same(traces(rival, CANARIES), [], 'and never reads the bid that won')
  })

  await t.test('everybody was told what concerns them, once', async (t) => {
    const letters = (await sentMail(world)).filter((one) => one.subject.endsWith(`：${NEED.title}`) && !one.headers.has('list-unsubscribe'))
    t.same(letters.map((one) => `${one.to} ${one.subject}`).sort(), MAIL)
    t.equal(new Set(letters.map((one) => one.messageId)).size, letters.length)
  })

  await t.test('a winner who declines is followed by the next in rank', async (t) => {
    const winner = await arrive(world, 'fifthResearcher', { width: 360 })
    const stale = await world.services.needs.find('need-hard-carbon')
    clock.set(new Date(stale?.award?.publicityEnds ?? 0))
    await winner.visit('/my/bids')
    await winner.follow(stale?.content.title ?? '')
    await winner.follow('查看需求')
    await winner.follow('合同')
    await winner.page.getByText('放弃中榜').first().click()
    await winner.type({ reason: '主要成员调离' }, '/needs/need-hard-carbon/contract/decline')
    await winner.press('放弃中榜', '/needs/need-hard-carbon/contract/decline')
    t.match(await winner.text(), '已放弃中榜')
    await world.settle()
    t.equal(await stateOf(stranger, '/needs/need-hard-carbon'), '公示')
    t.match(await stranger.text(), /拟中榜方\s+南屏科技大学/)
  })

  t.same([...everybody, first, second, third, fourth].flatMap((person) => person.complaints), [], 'no page made the browser complain')
})

/** The state beside a page's heading. */
async function stateOf(person: Person, path: string): Promise<string> {
  await person.visit(path)
  return person.page.locator('main .tag').first().innerText()
}

/** The page without what differs each time it is asked for. */
async function shownOf(person: Person, path: string): Promise<string> {
  await person.visit(path)
  return (person.seen.at(-1)?.html ?? '').replaceAll(/name="_csrf" value="[^"]*"/g, '')
}

async function score(reviewer: Person, need: string, { declare, handIn }: Record<'declare' | 'handIn', string>): Promise<void> {
  await reviewer.visit(`/reviews/${need}`)
  await reviewer.type({ conflict: 'no' })
  await reviewer.press(declare)
  for (const sheet of await reviewer.page.locator('section.columns').all()) {
    const points = (await sheet.innerText()).includes(BID.route) ? '90' : '70'
    for (const field of await sheet.locator('input[name$="[score]"]').all()) await field.fill(points)
  }
  await reviewer.press(handIn)
}
