import t from 'tap'
import { bothLanguages, codeOf, notTheirs, refusedBoth } from '../awards/answers.ts'
import { startDemo } from '../awards/demonstration.ts'

const MOORING = 'need-mooring'
const DRAFT = 'need-antibacterial'
const RIVAL = 'team-ocean-sensing'
const judging = (need: string) => ({ form: `/staff/needs/${need}/matches`, page: `/needs/${need}/matches`, api: `/matches/${need}/verdicts` })
const DECLINE = { form: '/today/decline', page: '/today', api: '/matches/declined' }
const both = (body: object) => ({ form: body, api: body })

interface Item { id: string; kind: string; title: string; score: number; pinned: boolean; parts: Record<string, number>; evidence: unknown[] }

const app = await startDemo(t)
const officer = await app.as('officer')
const secondOfficer = await app.as('secondOfficer')
const owner = await app.as('owner')
const stranger = await app.as('stranger')
const researcher = await app.as('researcher')
const teammate = await app.as('researcherTeammate')
const rival = await app.as('rivalResearcher')

async function ranking(need = MOORING): Promise<Item[]> {
  const answer = await officer.api('GET', `/matches/${need}`)
  return (answer.json() as { items: Item[] }).items.filter((one) => one.kind === 'team')
}
const feedOf = async (who: typeof officer): Promise<Item[]> => ((await who.api('GET', '/matches')).json() as { items: Item[] }).items
const say = (kind: string | null, subject = RIVAL, reason = '') => officer.api('POST', judging(MOORING).api, { subject, kind, reason })

t.test('matches of a need are for its issuer and the staff', async (t) => {
  const { page, form, api } = judging(MOORING)
  await notTheirs(t, app, { stranger, researcher, reviewer: await app.as('reviewer'), auditor: await app.as('auditor') }, { page, form, api }, { subject: RIVAL, kind: 'pin', reason: '' })
  for (const [name, who] of Object.entries({ owner, teammate: await app.as('teammate'), manager: await app.as('manager'), officer })) {
    t.equal((await who.api('GET', `/matches/${MOORING}`)).statusCode, 200, name)
    const { zh } = await bothLanguages(t, who, page)
    t.match(zh, '系泊', name)
    t.equal(zh.includes(`action="${form}"`), name === 'officer', `${name} ${name === 'officer' ? 'decides' : 'reads'}`)
  }
  t.equal((await owner.api('POST', api, { subject: RIVAL, kind: 'pin', reason: '' })).statusCode, 404)
  t.equal((await app.anonymous.api('GET', `/matches/${MOORING}`)).statusCode, 401)
  t.equal((await stranger.api('GET', `/matches/${MOORING}`)).statusCode, 404)
  t.equal((await officer.api('GET', '/matches/no-such-need')).statusCode, 404)
  for (const one of await ranking()) t.ok(one.score >= 0 && one.score <= 1 && Object.keys(one.parts).length > 0, one.title)
})

t.test('approve, pin and veto change the ranking at once, and are taken back', async (t) => {
  const found = (items: Item[]) => items.find((one) => one.id === RIVAL)
  const before = await ranking()
  t.ok(found(before) && before[0]?.id !== RIVAL, 'a team further down')
  t.equal((await say('approve')).statusCode, 200)
  const approved = found(await ranking())
  t.ok((approved?.score ?? 0) > (found(before)?.score ?? 1), 'approved, it rises')
  t.equal((await say('pin')).statusCode, 200)
  const pinned = await ranking()
  t.match(pinned[0], { id: RIVAL, pinned: true })
  t.match((await owner.get(judging(MOORING).page)).body, '/teams/team-ocean-sensing')
  t.equal((await say('veto', RIVAL, '没有系泊试验条件')).statusCode, 200)
  t.notOk(found(await ranking())?.pinned)
  t.ok((found(await ranking())?.score ?? 0) < (found(before)?.score ?? 1), 'vetoed, it falls or goes')
  t.equal((await say(null)).statusCode, 200)
  t.same((await ranking()).map((one) => one.id), before.map((one) => one.id), 'as if nothing had been said')
})

t.test('a veto says why; what was typed stays', async (t) => {
  await refusedBoth(t, officer, judging(MOORING), both({ subject: RIVAL, kind: 'veto', reason: ' ' }), 422, 'reason-missing')
  const silent = await officer.submit(judging(MOORING).form, { subject: RIVAL, kind: 'veto', reason: '' }, { page: judging(MOORING).page })
  t.equal(silent.body.split('id="f-reason-error"').length - 1, 1)
  const long = await officer.submit(judging(MOORING).form, { subject: RIVAL, kind: 'pin', reason: `很长${'。'.repeat(1000)}` }, { page: judging(MOORING).page })
  t.match([long.statusCode, long.body.split('很长。').length - 1], [422, 1])
  t.equal((await officer.submit(judging(MOORING).form, { subject: RIVAL, kind: 'love' }, { page: judging(MOORING).page })).statusCode, 422)
  const odd = await officer.api('POST', judging(MOORING).api, { subject: RIVAL, kind: 'not-for-me', reason: '' })
  t.match([odd.statusCode, codeOf(odd)], [400, 'invalid'], 'staff do not speak for a team')
  const sent = await officer.submit(judging(MOORING).form, { subject: RIVAL, kind: 'veto', reason: '试验条件不足' }, { page: judging(MOORING).page })
  t.match([sent.statusCode, sent.headers.location], [303, judging(MOORING).page])
  t.equal((await say(null)).statusCode, 200)
})

t.test('nobody judges what does not exist for them', async (t) => {
  t.equal((await say('pin', 'team-of-nobody')).statusCode, 404)
  const [draft, nothing] = [
    await officer.api('POST', judging(DRAFT).api, { subject: RIVAL, kind: 'pin', reason: '' }),
    await officer.api('POST', judging('no-such-need').api, { subject: RIVAL, kind: 'pin', reason: '' }),
  ]
  t.same([draft.statusCode, nothing.statusCode], [404, 404], 'a draft of others is as unknown to staff as nothing at all')
  t.equal(await app.services.verdicts.count({ need: DRAFT }), 0)
})

t.test('two of the staff at once: one is heard, nothing is doubled', async (t) => {
  for (const subject of ['team-corrosion', RIVAL]) {
    const answers = await Promise.all([officer, secondOfficer].map((who, i) => who.api('POST', judging(MOORING).api, { subject, kind: i ? 'pin' : 'approve', reason: '' })))
    const heard = answers.filter((one) => one.statusCode === 200)
    for (const one of answers.filter((one) => one.statusCode !== 200)) t.match([one.statusCode, codeOf(one)], [409, 'conflict'])
    t.ok(heard.length > 0)
    const record = await app.services.verdicts.about(MOORING, subject, 'staff')
    t.ok(heard.some((one) => (one.json() as { kind: string }).kind === record.kind), 'what stands was answered 200')
    t.equal((await app.services.verdicts.list({ need: MOORING, subject, side: 'staff' })).length, 1)
    t.equal((await officer.api('POST', judging(MOORING).api, { subject, kind: null, reason: '' })).statusCode, 200)
  }
})

t.test('why a team is not among the first', async (t) => {
  for (const team of ['team-synbio', 'team-mooring', 'no-such-team', '<script>']) {
    const { en } = await bothLanguages(t, owner, `/needs/${MOORING}/matches`).then(async () => ({ en: (await owner.get(`/needs/${MOORING}/matches?lang=en&team=${encodeURIComponent(team)}`)).body }))
    t.match(en, '<p class="notice">', team)
    t.notMatch(en, '<script>', team)
  }
})

t.test('a researcher\'s day: what fits, and why', async (t) => {
  t.equal((await app.anonymous.get('/today')).statusCode, 303)
  t.equal((await owner.get('/today')).statusCode, 404)
  t.equal((await owner.api('GET', '/matches')).statusCode, 404)
  t.equal((await app.anonymous.api('GET', '/matches')).statusCode, 401)
  const { zh } = await bothLanguages(t, researcher, '/today')
  t.match(zh, `/needs/${MOORING}`)
  const feed = await feedOf(researcher)
  t.match(feed.find((one) => one.id === MOORING)?.evidence[0], { need: [{ text: String, marked: Boolean }], item: [] })
  for (const { id } of [...feed, ...await feedOf(rival)]) t.equal((await app.services.needs.find(id))?.status, 'published', id)
  const alone = await app.as('person-cen-yang')
  t.equal((await alone.get('/today?lang=en')).statusCode, 200)
})

t.test('nothing sealed shows: no background, no annex, no bids', async (t) => {
  const collection = app.services.connection.collection('needs')
  const secret = { $set: { 'content.background': 'CANARY 系泊 疲劳 光纤光栅 结构健康监测', 'content.annex': 'CANARY 附件 系泊 疲劳', 'content.constraints': 'CANARY 约束 系泊' } }
  const before = await feedOf(researcher)
  await collection.updateOne({ _id: MOORING as never }, secret)
  t.same((await feedOf(researcher)).map(({ id, score }) => ({ id, score })), before.map(({ id, score }) => ({ id, score })), 'not even through a score')
  await collection.updateOne({ _id: DRAFT as never }, secret)
  for (const who of [researcher, teammate, rival]) {
    t.notMatch((await who.get('/today')).body, 'CANARY')
    const answer = await who.api('GET', '/matches')
    t.notMatch(answer.body, /CANARY|received|bids|annex/)
    t.notMatch(answer.body, DRAFT)
  }
  t.notMatch((await officer.api('GET', `/matches/${MOORING}`)).body, /CANARY/, 'a public need is compared by what is public')
  const own = await stranger.api('GET', `/matches/${DRAFT}`)
  t.equal(own.statusCode, 200, 'its own issuer')
  t.match(own.body, 'CANARY')
  for (const [name, who] of Object.entries({ officer, owner, researcher })) {
    t.equal((await who.api('GET', `/matches/${DRAFT}`)).statusCode, 404, name)
    t.equal((await who.get(`/needs/${DRAFT}/matches`)).statusCode, 404, name)
  }
})

t.test('not for me: the need goes from the day of that team alone', async (t) => {
  const body = { need: MOORING, team: 'team-mooring', reason: '本年度试验机已排满' }
  t.equal((await app.anonymous.api('POST', DECLINE.api, body)).statusCode, 401)
  for (const [name, who] of Object.entries({ rival, third: await app.as('thirdResearcher') })) {
    await refusedBoth(t, who, DECLINE, both(body), 404, 'not-own-team').catch(() => t.fail(name))
  }
  t.equal((await owner.api('POST', DECLINE.api, body)).statusCode, 404, 'not even the issuer')
  for (const changes of [{ need: DRAFT }, { need: 'no-such-need' }, { team: 'no-such-team' }]) {
    t.equal((await researcher.api('POST', DECLINE.api, { ...body, ...changes })).statusCode, 404, JSON.stringify(changes))
  }
  const long = await researcher.submit(DECLINE.form, { ...body, reason: `很长${'。'.repeat(1000)}` }, { page: DECLINE.page })
  t.match([long.statusCode, long.body.split('很长。').length - 1], [422, 1])
  const sent = await researcher.submit(DECLINE.form, body, { page: DECLINE.page })
  t.match([sent.statusCode, sent.headers.location], [303, '/today'])
  t.notMatch((await researcher.get('/today')).body, `/needs/${MOORING}"`)
  t.notOk((await feedOf(teammate)).some((one) => one.id === MOORING), 'a teammate has the same day')
  t.equal((await teammate.api('POST', DECLINE.api, body)).statusCode, 200, 'said again, it stays said')
  t.equal((await app.services.verdicts.list({ need: MOORING, subject: 'team-mooring', side: 'team' })).length, 1)
  t.equal((await officer.get(judging(MOORING).page)).statusCode, 200)
})

t.test('what is left out of the ranking staff read with its reason, and take back by the page', async (t) => {
  const { form, page } = judging(MOORING)
  t.equal((await say('veto', RIVAL, '没有系泊试验条件')).statusCode, 200)
  const { zh } = await bothLanguages(t, officer, page)
  for (const text of ['没有系泊试验条件', '本年度试验机已排满', '/teams/team-ocean-sensing', '/teams/team-mooring']) t.match(zh, text)
  t.notMatch((await owner.get(page)).body, /没有系泊试验条件|本年度试验机已排满/, 'reasons are for the staff')
  const [, row = ''] = zh.split('href="/teams/team-ocean-sensing"')
  t.match(row.split('</li>')[0], `action="${form}"`, 'with the button')
  const [, declined = ''] = zh.split('href="/teams/team-mooring"')
  t.notMatch(declined.split('</li>')[0], `action="${form}"`, 'a team speaks for itself')
  t.equal((await officer.submit(form, { subject: RIVAL, kind: '' }, { page })).statusCode, 303)
  t.ok((await ranking()).some((one) => one.id === RIVAL))
  t.equal((await app.services.verdicts.about(MOORING, 'team-mooring', 'staff')).kind, 'approve', 'what staff said of others stands')
})
