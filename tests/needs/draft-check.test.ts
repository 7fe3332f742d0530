import t from 'tap'
import { checkDraft } from '../../server/modules/matching/draft-check.ts'
import { EMPTY_CONTENT } from '../../server/modules/competition/draft.ts'
import type { Indicator } from '../../server/modules/competition/need.ts'
import { bothLanguages } from '../awards/answers.ts'
import { startDemo } from '../awards/demonstration.ts'
import { completeNeed } from './need-content.ts'

const NOW = new Date('2026-11-23T01:00:00Z')
const indicator = (name: string, comparator: Indicator['comparator'], value: string, unit = ''): Indicator => ({ name, comparator, value, unit })

t.test('vague indicators are named with the reason', async (t) => {
  const indicators = [
    indicator('裂纹检出率', 'at-least', '98', '%'), indicator('外观', 'described', '达到国际先进水平'), indicator('厚度', 'at-most', '5'),
    indicator('合格台数', 'at-least', '30'), indicator('寿命', 'described', '约 3', '年'),
  ]
  t.same(checkDraft({ ...EMPTY_CONTENT, indicators }, 5, NOW).vague, [
    { index: 1, name: '外观', because: ['no-figure', 'empty-words'] }, { index: 2, name: '厚度', because: ['no-unit'] },
    { index: 4, name: '寿命', because: ['no-comparator'] },
  ])
})

t.test('the risk follows from its reasons', async (t) => {
  const sound = { ...EMPTY_CONTENT, indicators: [indicator('a', 'at-most', '5', 'mm')], funding: { kind: 'budget' as const, amount: 1 }, deadline: new Date('2027-01-31') }
  t.match(checkDraft(sound, 5, NOW), { risk: 'low', reasons: [] })
  t.match(checkDraft(sound, 2, NOW), { risk: 'medium', reasons: ['few-able'] })
  t.match(checkDraft(sound, 0, NOW), { risk: 'high', reasons: ['nobody-able'] })
  t.match(checkDraft({ ...sound, deadline: new Date('2026-11-30') }, 5, NOW), { risk: 'medium', reasons: ['short-notice'] })
  t.match(checkDraft({ ...sound, trlNow: 1, trlWanted: 9 }, 5, NOW), { reasons: ['far-from-ready'] })
  t.match(checkDraft(EMPTY_CONTENT, 1, NOW), { risk: 'high', reasons: ['few-able', 'no-amount', 'nothing-measurable'] })
})

const app = await startDemo(t)
const issuer = await app.as('person-yun-zhi')
const officer = await app.as('officer')
const owner = await app.as('owner')
const DRAFT = 'need-antibacterial'
const SUBMITTED = 'need-splash-coating'

t.test('the issuer reads it before handing in, staff before approving, nobody else', async (t) => {
  const { zh } = await bothLanguages(t, issuer, `/needs/${DRAFT}/check`)
  t.match(zh, 'id="findings"')
  const { zh: reviewed } = await bothLanguages(t, officer, `/staff/needs/${SUBMITTED}/review`)
  t.match(reviewed, 'id="findings"')
  t.match((await issuer.api('GET', `/needs/${DRAFT}/draft-check`)).json(), { ableTeams: Number, risk: String, missing: {}, vague: [] })
  t.equal((await officer.api('GET', `/needs/${SUBMITTED}/draft-check`)).statusCode, 200)
  for (const [name, who] of Object.entries({ officer, owner })) t.equal((await who.api('GET', `/needs/${DRAFT}/draft-check`)).statusCode, 404, name)
  t.equal((await (await app.as('researcher')).api('GET', `/needs/${SUBMITTED}/draft-check`)).statusCode, 404)
  t.equal((await app.anonymous.api('GET', `/needs/${DRAFT}/draft-check`)).statusCode, 401)
})

t.test('while writing: nothing is saved, half a form is no fault', async (t) => {
  const before = await app.services.needs.count({})
  const whole = await owner.api('POST', '/needs/draft-checks', completeNeed({ deadline: '2027-03-01T00:00:00.000Z' }))
  t.match([whole.statusCode, whole.json()], [200, { missing: {}, vague: [] }])
  const nothing = await owner.api('POST', '/needs/draft-checks', {})
  t.match(nothing.json(), { ableTeams: 0, risk: 'high', missing: { title: 'error.required' } })
  const form = await owner.submit('/needs/draft-check', { title: '海缆', indicators: [{ name: '应变', comparator: 'at-most', value: '', unit: '' }], revision: '3' }, { page: '/needs/new' })
  t.match([form.statusCode, form.body.includes('id="findings"')], [200, true])
  t.equal((await owner.submit('/needs/draft-check', { trlNow: 'nine' }, { page: '/needs/new' })).statusCode, 422)
  t.equal((await (await app.as('researcher')).api('POST', '/needs/draft-checks', {})).statusCode, 404)
  t.equal(await app.services.needs.count({}), before)
})

t.test('what will not be public does not make teams able', async (t) => {
  const bare = completeNeed({ title: '某项技术', summary: '见背景', keywords: [], indicators: [] })
  const [hidden, open] = [
    await owner.api('POST', '/needs/draft-checks', { ...bare, background: '深海系泊缆绳疲劳监测，光纤光栅传感' }),
    await owner.api('POST', '/needs/draft-checks', { ...bare, summary: '深海系泊缆绳疲劳监测，光纤光栅传感' }),
  ].map((one) => (one.json() as { ableTeams: number }).ableTeams)
  t.ok((open ?? 0) > (hidden ?? 0), `${open} > ${hidden}`)
})
