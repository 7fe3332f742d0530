import t from 'tap'
import { NANTONG_DEFAULT } from '../../seed/policies/nantong-policy.ts'
import { publishedNeed } from '../needs/published-need.ts'
import { startApp } from '../support/app.ts'

const { id, version: base, order: _order, ...rules } = NANTONG_DEFAULT

t.test('the rules', async (t) => {
  const app = await startApp(t)
  const administrator = await app.as('administrator')
  const form = { ...rules, base, amountInPublicity: 'yes', holidays: rules.holidays.join('\n'), workdays: rules.workdays.join('\n') }

  t.test('are readable by everybody, in both languages', async (t) => {
    t.match((await app.anonymous.get('/policies')).body, '公示 5 个工作日')
    t.match((await app.anonymous.get(`/policies/${id}/1`)).body, '现行版本')
    t.match((await app.anonymous.get('/policies?lang=en')).body, '5 working days')
    await app.anonymous.get('/policies?lang=zh-CN')
    for (const path of [`/policies/${id}/2`, '/policies/nowhere/1', `/policies/${id}/x`]) t.equal((await app.anonymous.get(path)).statusCode, 404, path)
  })

  t.test('only administrators follow them with new ones', async (t) => {
    for (const who of ['officer', 'owner', 'auditor'] as const) {
      const client = await app.as(who)
      t.equal((await client.get('/staff/policies')).statusCode, 404, who)
      t.equal((await client.api('POST', `/policies/${id}`, { ...rules, base })).statusCode, 404, who)
    }
    t.equal((await app.anonymous.api('POST', `/policies/${id}`, { ...rules, base })).statusCode, 401)
  })

  t.test('what contradicts itself is marked and kept', async (t) => {
    const bad = await administrator.submit(`/staff/policies/${id}`, { ...form, panel: { min: '4', max: '3' }, holidays: '2027-01-02', workdays: '2027-02-30' })
    t.equal(bad.statusCode, 422)
    for (const field of ['panel-min', 'panel-max', 'holidays', 'workdays']) t.match(bad.body, `f-${field}-error`)
    t.match(bad.body, '2027-02-30')
    const worse = await administrator.submit(`/staff/policies/${id}`, { ...form, minBids: 'many', holidays: 'soon' })
    t.equal(worse.statusCode, 422)
    t.match(worse.body, 'f-minBids-error')
    t.equal((await app.services.policies.list()).length, 1)
  })

  t.test('a new version leaves published needs alone', async (t) => {
    const need = await publishedNeed(app)
    const sent = await administrator.submit(`/staff/policies/${id}`, { ...form, publicityWorkingDays: '10', amountInPublicity: undefined })
    t.equal(sent.statusCode, 303, sent.body.slice(0, 400))
    const newest = await app.services.policies.current()
    t.match(newest, { version: 2, publicityWorkingDays: 10, amountInPublicity: false, holidays: rules.holidays, order: 'award-first' })
    const pinned = await app.services.policies.pinned((await app.services.needs.find(need))?.policy ?? null)
    t.match(pinned, { version: 1, publicityWorkingDays: 5 })
    t.same((await app.anonymous.api('GET', `/policies/${id}/1`)).json(), NANTONG_DEFAULT)
    t.match((await app.anonymous.get(`/policies/${id}/1`)).body, '已有新版本')
    t.equal((await administrator.api('POST', `/policies/${id}`, { ...rules, base })).json().code, 'version-exists', 'made from an old version')
    await app.settle()
    t.same((await app.services.journal.about(`${id}@2`)).map((one) => one.type), ['policy-version-added'])
  })

  t.test('of two at once, one wins', async (t) => {
    const both = await Promise.all([20, 21].map((signingDays) => administrator.api('POST', `/policies/${id}`, { ...rules, signingDays, base: 2 })))
    t.same(both.map((one) => one.statusCode).sort(), [201, 409])
    t.equal((await app.services.policies.list()).length, 3)
  })
})
