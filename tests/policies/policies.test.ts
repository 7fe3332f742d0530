import t from 'tap'
import { NANTONG_DEFAULT } from '../../seed/policies/nantong-policy.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { approveProposal } from '../../server/modules/policies/policy-proposal.ts'
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

  t.test('only those who keep the rules propose new ones', async (t) => {
    for (const who of ['reviewer', 'owner', 'auditor'] as const) {
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
    const page = String(sent.headers.location)
    const [open] = await app.services.policyProposals.open()
    t.equal((await app.services.policies.current()).version, 1, 'one person changes nothing')
    const officer = await app.as('officer')
    t.match((await officer.get('/staff/queue')).body, '有 1 个规则新版本等您批准')
    t.match((await officer.get(page)).body, /<td[^>]*>5<\/td>[\s\S]*<strong>10<\/strong>/)
    t.notMatch((await administrator.get(page)).body, '/approval"', 'not by who proposed it')
    t.match((await administrator.api('POST', `/policy-proposals/${open?.id}/approval`)).json(), { status: 403, code: 'own-proposal' })
    for (const who of ['auditor', 'owner', 'manager'] as const) t.equal((await (await app.as(who)).api('POST', `/policy-proposals/${open?.id}/approval`)).statusCode, 404, who)
    t.equal((await officer.submit(`${page}/approval`, {}, { page })).headers.location, `/policies/${id}/2`)
    t.match((await officer.api('POST', `/policy-proposals/${open?.id}/approval`)).json(), { status: 409, code: 'proposal-decided' }, 'replayed')
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

  t.test('of two approved at once, one becomes the version', async (t) => {
    const officer = await app.as('officer')
    const ids = []
    for (const signingDays of [20, 21]) ids.push((await administrator.api('POST', `/policies/${id}`, { ...rules, signingDays, base: 2 })).json<{ id: string }>().id)
    const both = await Promise.all(ids.map((one) => officer.api('POST', `/policy-proposals/${one}/approval`)))
    t.same(both.map((one) => one.statusCode).sort(), [200, 409])
    t.equal((await app.services.policies.list()).length, 3)
    t.equal(await app.services.policyProposals.count({ state: 'approved', base: 2 }), 1)
  })

  t.test('a proposal is taken back, turned down, or lost with the role of who made it', async (t) => {
    const propose = async (who: 'officer' | 'secondOfficer' | 'administrator') =>
      (await (await app.as(who)).api('POST', `/policies/${id}`, { ...rules, signingDays: 33, base: 3 })).json<{ id: string }>().id
    const officer = await app.as('officer')
    const back = await propose('officer')
    t.equal((await administrator.api('POST', `/policy-proposals/${back}/withdrawal`)).statusCode, 403)
    t.equal((await officer.api('POST', `/policy-proposals/${back}/withdrawal`)).statusCode, 200)
    t.equal((await administrator.api('POST', `/policy-proposals/${back}/approval`)).statusCode, 409)
    const down = await propose('administrator')
    t.equal((await officer.api('POST', `/policy-proposals/${down}/refusal`, { reason: ' ' })).statusCode, 422)
    t.match((await officer.api('POST', `/policy-proposals/${down}/refusal`, { reason: '暂不调整' })).json(), { state: 'declined', reason: '暂不调整' })
    const orphan = await propose('secondOfficer')
    await administrator.api('POST', `/people/${CAST.secondOfficer}/roles`, { roles: [] })
    t.match((await officer.api('POST', `/policy-proposals/${orphan}/approval`)).json(), { status: 409, code: 'proposer-gone' })
    t.equal((await app.services.policies.list()).length, 3)
  })

  t.test('a crash between approval and version is made up for', async (t) => {
    const made = (await administrator.api('POST', `/policies/${id}`, { ...rules, signingDays: 44, base: 3 })).json<{ id: string }>().id
    const newest = await app.services.policies.current()
    await app.services.policyProposals.decide(made, (one) => approveProposal(one, newest, true, actorOf(CAST.officer), app.clock.now()))
    t.equal((await app.services.policies.current()).version, 3)
    await app.settle()
    t.match(await app.services.policies.current(), { version: 4, signingDays: 44 })
  })
})
