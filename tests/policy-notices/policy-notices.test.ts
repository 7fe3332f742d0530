import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import { fitFor, type PolicyNoticeContent } from '../../server/modules/policy-notices/policy-notice.ts'
import { courseOf, days } from '../digests/competition-course.ts'
import { digests, fitting } from '../digests/digest-world.ts'
import { startApp, type TestApp } from '../support/app.ts'

const NOTICE = {
  title: '深海装备联合攻关补助', authority: '市科技局', summary: '对签约的攻关项目按实际支付额给予补助。', link: 'https://policy.example/deep-sea',
  tracks: ['deep-sea'], parks: [], applyUntil: '2026-12-31T15:59:59.000Z',
}
const OWNER = personOf(CAST.owner)

t.test('staff publish, everybody reads, staff take back', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')

  t.test('nobody else publishes or takes back', async (t) => {
    for (const who of ['owner', 'researcher', 'auditor', 'administrator', 'reviewer'] as const) {
      const client = await app.as(who)
      t.equal((await client.get('/staff/policy-notices/new')).statusCode, 404, who)
      t.equal((await client.api('POST', '/policy-notices', NOTICE)).statusCode, 404, who)
    }
    t.equal((await app.anonymous.api('POST', '/policy-notices', NOTICE)).statusCode, 401)
  })

  t.test('what is wrong is said beside its field, and nothing typed is lost', async (t) => {
    const typed = { title: '深海补助', authority: '', summary: '按支付额补助', link: 'policy.example', applyUntil: '2026-12-31', 'tracks[]': ['deep-sea'] }
    const missing = await officer.submit('/staff/policy-notices/new', typed)
    t.equal(missing.statusCode, 422)
    t.match(missing.body, 'f-authority-error')
    t.match(missing.body, 'value="policy.example"')
    const wrong = await officer.submit('/staff/policy-notices/new', { ...typed, authority: '市科技局' })
    t.match(wrong.body, 'f-link-error')
    t.match(wrong.body, /value="deep-sea"[^>]*checked/)
    t.equal((await officer.api('POST', '/policy-notices', { ...NOTICE, link: 'javascript:alert(1)' })).json().code, 'address-invalid')
    t.equal((await officer.api('POST', '/policy-notices', { ...NOTICE, applyUntil: '2020-01-01T00:00:00Z' })).json().code, 'application-over')
  })

  t.test('published by the form, read by strangers, first for whom it fits', async (t) => {
    const sent = await officer.submit('/staff/policy-notices/new', { ...NOTICE, applyUntil: '2026-12-31', 'tracks[]': NOTICE.tracks })
    t.equal(sent.statusCode, 303)
    const path = String(sent.headers.location)
    const page = await app.anonymous.get(path)
    for (const words of [NOTICE.title, NOTICE.summary, NOTICE.link, '2026年12月31日']) t.match(page.body, words)
    t.notMatch(page.body, '撤回')
    await officer.api('POST', '/policy-notices', { ...NOTICE, title: '面向他人的补助', tracks: ['low-altitude'] })
    await courseOf(app).published('0001', fitting)
    const mine = (await (await app.as('owner')).get('/policy-notices')).body
    t.match(mine, /深海装备联合攻关补助[^]*适合贵单位：[^]*面向他人的补助/)
    t.notMatch((await app.anonymous.get('/policy-notices')).body, '适合贵单位：')
    t.match((await app.anonymous.get('/policy-notices?lang=en')).body, 'Support policies')
    t.equal((await app.anonymous.api('GET', '/policy-notices')).json().items.length, 2)
  })

  t.test('taken back with a reason, once; then it does not exist for others', async (t) => {
    const [{ id }] = (await app.anonymous.api('GET', '/policy-notices')).json().items
    t.equal((await (await app.as('owner')).api('POST', `/policy-notices/${id}/withdrawal`, { reason: 'x' })).statusCode, 404)
    const blank = await officer.submit(`/policy-notices/${id}/withdrawal`, { reason: ' ' }, { page: `/policy-notices/${id}` })
    t.match(blank.body, 'f-reason-error')
    t.equal((await officer.submit(`/policy-notices/${id}/withdrawal`, { reason: '额度有误' }, { page: `/policy-notices/${id}` })).statusCode, 303)
    t.equal((await officer.api('POST', `/policy-notices/${id}/withdrawal`, { reason: '再次' })).json().code, 'already-withdrawn')
    t.equal((await app.anonymous.get(`/policy-notices/${id}`)).statusCode, 404)
    t.equal((await app.anonymous.api('GET', `/policy-notices/${id}`)).statusCode, 404)
    t.match((await officer.get(`/policy-notices/${id}`)).body, '已撤回')
    t.equal((await app.anonymous.api('GET', '/policy-notices')).json().items.length, 1)
  })

  t.test('what is over is not listed any more', async (t) => {
    app.clock.set(new Date('2027-01-01T00:00:00Z'))
    t.equal((await app.anonymous.api('GET', '/policy-notices')).json().items.length, 0)
  })
})

t.test('the digest brings it to the enterprises it fits', async (t) => {
  const told = async (app: TestApp, email: string) => (await digests(app)).filter((one) => one.to === email && one.text.includes(NOTICE.title))
  const started = async (t: import('tap').Test) => {
    const app = await startApp(t)
    await app.services.people.decide(OWNER.id, (one) => ({ ok: true, value: { ...one, revision: one.revision + 1, preferences: { locale: 'zh-CN', digest: 'daily' } } }))
    await courseOf(app).published('0001', fitting)
    app.clock.advance(days(1))
    await app.settle()
    const { id } = (await (await app.as('officer')).api('POST', '/policy-notices', NOTICE)).json()
    await app.settle()
    return { app, id: String(id) }
  }

  t.test('once, with its reason', async (t) => {
    const { app } = await started(t)
    app.clock.advance(days(1))
    await app.settle()
    app.clock.advance(days(1))
    await app.settle()
    const [mail, ...again] = await told(app, OWNER.email)
    t.same(again, [])
    t.match(mail?.text, /深海装备联合攻关补助[^]*市科技局 · 申报截止 2026年12月31日/)
    t.match(mail?.text, '适合贵单位：')
    t.same(await told(app, personOf(CAST.researcher).email), [], 'not researchers')
    t.same(await told(app, personOf(CAST.officer).email), [], 'not staff')
  })

  t.test('not once it was taken back, though its digest was decided', async (t) => {
    const { app, id } = await started(t)
    await (await app.as('officer')).api('POST', `/policy-notices/${id}/withdrawal`, { reason: '有误' })
    app.clock.advance(days(1))
    await app.settle()
    t.same(await told(app, OWNER.email), [])
  })
})

t.test('whom a notice is meant for', async (t) => {
  const content: PolicyNoticeContent = { title: '', authority: '', summary: '', link: '', tracks: [], parks: [], applyUntil: null }
  const enterprise = { kind: 'enterprise', park: 'haian-kfq', tracks: ['deep-sea', 'new-energy'] } as const
  t.same(fitFor(content, enterprise), { everyone: true, tracks: [], park: null })
  t.same(fitFor({ ...content, tracks: ['deep-sea', 'chips'] }, enterprise), { everyone: false, tracks: ['deep-sea'], park: null })
  t.same(fitFor({ ...content, tracks: ['chips'], parks: ['haian-kfq'] }, enterprise), { everyone: false, tracks: [], park: 'haian-kfq' })
  t.equal(fitFor({ ...content, tracks: ['chips'] }, enterprise), undefined)
  t.equal(fitFor(content, { ...enterprise, kind: 'university' }), undefined, 'enterprises only')
  t.equal(fitFor({ ...content, parks: ['elsewhere'] }, { ...enterprise, park: null }), undefined)
})
