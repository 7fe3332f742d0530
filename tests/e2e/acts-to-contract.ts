import { CAST } from '../../seed/demo/people.ts'
import { sentMail } from '../digests/sent-mail.ts'
import { arrive, type Person, traces } from './people.ts'
import { type Act, stateOf } from './stage.ts'
import { BID, CANARIES, MAIL, NEED } from './story.ts'

/** From the opening of the bids to the contract. */
export const TO_CONTRACT: Act[] = [
  ['two people open', async (t, { world, issuer, officer, need }) => {
    world.clock.set(new Date('2026-12-14T01:00:00Z'))
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
  }],

  ['three score, after one stepped back and was replaced', async (t, { world, officer, need, first, second, third, fourth }) => {
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
  }],

  ['the issuer proposes with feedback, an officer confirms', async (t, { world, issuer, officer, need }) => {
    world.clock.set(new Date('2026-12-17T02:00:00Z'))
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
  }],

  ['an objection is filed and dismissed; publicity lasts five working days over a weekend', async (t, { world, issuer, officer, stranger, need }) => {
    world.clock.set(new Date('2026-12-21T02:00:00Z'))
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
    world.clock.set(new Date('2026-12-24T15:59:00Z'))
    await world.settle()
    t.equal(await stateOf(stranger, `/needs/${need}`), '公示', 'a weekend does not count')
    world.clock.advance(120_000)
    await world.settle()
    t.equal(await stateOf(stranger, `/needs/${need}`), '签约')
  }],

  ['the contract is written, signed by both and registered', async (t, { world, issuer, officer, researcher, need }) => {
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
  }],

  ['who lost reads why', async (t, { rival }) => {
    await rival.visit('/my/bids')
    await rival.follow(NEED.title)
    t.match(await rival.text(), /排名第2[^]*缺少海上数据/)
    t.same(traces(rival, CANARIES), [], 'and never reads the bid that won')
  }],

  ['everybody was told what concerns them, once', async (t, { world }) => {
    const letters = (await sentMail(world)).filter((one) => one.subject.endsWith(`：${NEED.title}`) && !one.headers.has('list-unsubscribe'))
    t.same(letters.map((one) => `${one.to} ${one.subject}`).sort(), MAIL)
    t.equal(new Set(letters.map((one) => one.messageId)).size, letters.length)
  }],

  ['a winner who declines is followed by the next in rank', async (t, { world, stranger }) => {
    const winner = await arrive(world, 'fifthResearcher', { width: 360 })
    const stale = await world.services.needs.find('need-hard-carbon')
    world.clock.set(new Date(stale?.award?.publicityEnds ?? 0))
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
  }],
]

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
