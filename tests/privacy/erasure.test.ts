import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { HOLDINGS } from '../../server/modules/privacy/personal-data.ts'
import { decideErasure } from '../../server/modules/privacy/erasure-request.ts'
import { actorOf } from '../../seed/demo/people.ts'
import { startApp } from '../support/app.ts'
import { breaksOnPurpose } from '../support/store.ts'
import { canary, EMAIL, NAME, PASSWORD, PHONE } from './canary.ts'
import { placesOf } from './every-store.ts'

const WORDS = [NAME, EMAIL, PHONE]

t.test('a person gets a copy of everything, and after their erasure no store knows them', async (t) => {
  const app = await startApp(t)
  breaksOnPurpose(app.services.connection, 'needs, score sheets and people are put there by hand, without the decisions behind them')
  const { id, client, need, team } = await canary(app)
  const before = await placesOf(app, WORDS)
  t.comment(`${before.length} places know the canary`)
  for (const place of ['people/', 'registrations/', 'teams/', 'needs/', 'verdicts/', 'scoresheets/', 'notices/', 'mail/']) {
    t.ok(before.some((one) => one.startsWith(place)), `the canary is in ${place}`)
  }
  const copy = await client.api('GET', '/people/me/data')
  t.match(copy.headers['content-disposition'], /^attachment; filename="jiebang-2026-11-23\.json"$/)
  const { holdings } = copy.json<{ holdings: Record<string, object[]> }>()
  t.same(Object.keys(holdings), HOLDINGS.map(({ collection }) => collection))
  t.match(holdings['people'], [{ name: NAME, email: EMAIL }])
  t.match(holdings['needs'], [{ objections: [{ realName: NAME }], panel: [{ person: id }] }])
  for (const held of ['sessions', 'second_factors', 'registrations', 'notices', 'teams', 'scoresheets', 'verdicts', 'journal', 'audit']) t.ok(holdings[held]?.length, held)
  t.equal(holdings['notices']?.filter((one) => JSON.stringify(one).includes(PHONE)).length, 2, 'the sealed notice is in the copy, too')
  t.match(holdings['bids'], [{ need, status: 'draft', receipt: null }], 'so is the sealed bid')
  const [sealedMail, ...more] = holdings['outbox']?.filter((one) => (one as { _id: string })._id.startsWith('sealed:')) ?? []
  t.same(more, [])
  t.match(sealedMail, { template: 'account-security', state: 'sent', queuedAt: '2026-11-23T01:00:00.000Z' }, 'and the mail that was sealed')
  const others = (await (await app.as('researcher')).api('GET', '/people/me/data')).json<{ holdings: Record<string, object[]> }>().holdings
  t.same([others['bids'], others['outbox']?.some((one) => JSON.stringify(one).includes('sealed:'))], [[], false], 'colleagues do not get theirs')
  t.notMatch(copy.body, /恽之|passwordHash|argon2|"secret"/, 'nobody else’s, and no secret')
  t.equal((await app.anonymous.get(`/search?q=${encodeURIComponent(NAME)}`)).body.includes(`/teams/${team}`), true)

  const page = '/my/account/data'
  t.equal((await client.submit(`${page}/erasure`, { currentPassword: 'not mine at all', also: PHONE }, { page })).statusCode, 403)
  t.equal((await client.submit(`${page}/erasure`, { currentPassword: PASSWORD, also: PHONE }, { page })).headers.location, page)
  t.match((await client.api('POST', '/people/me/erasure', { currentPassword: PASSWORD })).json(), { status: 409, code: 'already-asked' })
  const administrator = await app.as('administrator')
  t.match((await administrator.get('/staff')).body, '有 1 项删除申请待办理')
  const [request] = (await administrator.api('GET', '/erasures')).json<{ items: { id: string }[] }>().items
  for (const who of ['officer', 'auditor', 'manager'] as const) {
    t.equal((await (await app.as(who)).api('POST', `/erasures/${request?.id}/completion`)).statusCode, 404, who)
  }
  t.equal((await administrator.submit(`/staff/erasures/${request?.id}/completion`, {}, { page: '/staff/erasures' })).headers.location, '/staff/erasures')
  await app.settle()

  t.same(await placesOf(app, WORDS), [], 'nobody knows the canary any more')
  t.equal(await app.services.connection.collection('outbox').countDocuments({ to: id }), 0)
  t.same(await app.services.notices.of(id, 100), [], 'sealed ones included')
  t.same(await app.services.sealedRows.ofPerson('outbox', id), [], 'and sealed mail')
  const search = await app.anonymous.api('GET', `/search?q=${encodeURIComponent(NAME)}`)
  t.notMatch(search.body, NAME)
  for (const path of [`/teams/${team}`, `/needs/${need}`, '/teams', '/staff/audit', '/staff/people', `/staff/needs/${need}/objections`]) {
    for (const reader of [app.anonymous, administrator, await app.as('officer')]) {
      const { body } = await reader.get(path)
      for (const word of WORDS) t.notOk(body.toLowerCase().includes(word.toLowerCase()), `${path}: ${word}`)
    }
  }
  t.equal((await client.get('/my/account')).statusCode, 303, 'signed out')
  t.equal((await app.anonymous.api('POST', '/sessions', { email: EMAIL, password: PASSWORD })).statusCode, 401)
  const after = await app.services.needs.find(need)
  t.match(after?.objections, [{ person: id, status: 'dismissed', realName: '■' }, { person: CAST.stranger, realName: '恽之' }], 'the decision stays, under a pseudonym; other people’s stay whole')
  t.ok((await app.services.journal.about(id)).length > 0, 'so does the trail')
  t.equal((await administrator.api('POST', '/staff/audit/verification')).statusCode, 200, 'which is whole')
  t.match((await administrator.api('POST', `/erasures/${request?.id}/completion`)).json(), { status: 409, code: 'not-asked' }, 'replayed')
  t.equal((await administrator.api('POST', `/people/${id}/reactivation`)).statusCode, 409, 'gone for good')
})

t.test('an erasure that a crash interrupted is finished', async (t) => {
  const app = await startApp(t)
  breaksOnPurpose(app.services.connection, 'needs, score sheets and people are put there by hand, without the decisions behind them')
  const { id, client } = await canary(app)
  await client.api('POST', '/people/me/erasure', { currentPassword: PASSWORD, also: [PHONE] })
  const request = await app.services.erasures.ofPerson(id)
  await app.services.erasures.decide(request?.id ?? '', (one) => decideErasure(one, [], actorOf(CAST.administrator), app.clock.now()))
  await app.settle()
  t.same(await placesOf(app, WORDS), [])
  t.match(await app.services.erasures.ofPerson(id), { state: 'done', also: [] })
})

t.test('whoever owes something to others is told what, and is not erased', async (t) => {
  const app = await startApp(t)
  breaksOnPurpose(app.services.connection, 'needs, score sheets and people are put there by hand, without the decisions behind them')
  const { id, client, need } = await canary(app)
  const number = (await app.services.needs.find(need))?.number ?? ''
  const change = (changes: object) => app.services.needs.decide(need, (one) => ({ ok: true, value: { ...one, ...changes, revision: one.revision + 1 } }))
  const objections = (await app.services.needs.find(need))?.objections.map((one) => ({ ...one, status: 'filed' as const }))
  await change({ status: 'publicised', objections })
  const refused = await client.submit('/my/account/data/erasure', { currentPassword: PASSWORD, also: '' }, { page: '/my/account/data' })
  t.equal(refused.statusCode, 409)
  t.match(refused.body, `您的异议尚未处理完：${number}`)
  await change({ status: 'evaluating', panel: [{ person: id, organisation: 'org-jianghai', conflict: 'none', reason: '', submitted: false }] })
  t.match((await client.get('/my/account/data')).body, `您正在评审：${number}`)
  await change({ status: 'published', objections: [], panel: [] })
  t.equal((await client.api('POST', '/people/me/erasure', { currentPassword: PASSWORD })).statusCode, 201)
  await change({ status: 'publicised', objections })
  const [request] = await app.services.erasures.open()
  const administrator = await app.as('administrator')
  t.match((await administrator.api('POST', `/erasures/${request?.id}/completion`)).json(), { status: 409, code: 'has-obligations' }, 'asked again when it is done')
  t.equal((await administrator.api('POST', `/erasures/${request?.id}/refusal`, { reason: '' })).statusCode, 422)
  t.equal((await administrator.api('POST', `/erasures/${request?.id}/refusal`, { reason: '异议处理后再申请' })).statusCode, 200)
  t.match((await client.get('/my/account/data')).body, '异议处理后再申请')
  for (const [who, sentence] of [['officer', '仍担任工作人员'], ['manager', '唯一的管理员'], ['owner', `您发起的需求正在进行：${number}`]] as const) {
    t.match((await (await app.as(who)).get('/my/account/data')).body, sentence, who)
  }
})

t.test('a request can be taken back by its owner', async (t) => {
  const app = await startApp(t)
  breaksOnPurpose(app.services.connection, 'needs, score sheets and people are put there by hand, without the decisions behind them')
  const { id, client } = await canary(app)
  await client.api('POST', '/people/me/erasure', { currentPassword: PASSWORD, also: [PHONE] })
  t.equal((await (await app.as('stranger')).api('POST', '/people/me/erasure/withdrawal')).statusCode, 404)
  t.equal((await client.submit('/my/account/data/erasure/withdrawal', {}, { page: '/my/account/data' })).headers.location, '/my/account/data')
  t.match(await app.services.erasures.ofPerson(id), { state: 'withdrawn', also: [] })
})

t.test('what is old enough is deleted once a day, what is open stays', async (t) => {
  const app = await startApp(t)
  breaksOnPurpose(app.services.connection, 'needs, score sheets and people are put there by hand, without the decisions behind them')
  const { id, client } = await canary(app)
  const count = async (collection: string) => (await app.services.connection.collection(collection).find({ $or: [{ person: id }, { to: id }] }).toArray()).length
  const files = async () => (await readdir(join(app.services.config.dataDir, 'mail'))).length
  const [notices, outbox] = [await count('notices'), await count('outbox')]
  t.ok(notices > 0 && outbox > 0 && (await files()) > 0)
  await app.services.erasures.insert({ id: 'open', revision: 0, events: [], person: id, state: 'asked', also: [], askedAt: app.clock.now(), decidedBy: null, decidedAt: null, reason: '' })
  app.clock.advance(179 * 86_400_000)
  await app.settle()
  const kept = await count('notices')
  t.ok(kept >= notices && (await files()) > 0, 'reminders may have come, nothing has gone')
  const sealed = async (what: 'notices' | 'outbox') => (await app.services.sealedRows.ofPerson(what, id)).length
  t.same([await sealed('notices'), await sealed('outbox')], [1, 0], 'what is sealed shows no time and ages all the same: by whole months, never too late')
  app.clock.advance(2 * 86_400_000)
  await app.settle()
  t.equal(await app.services.connection.collection('outbox').countDocuments({ to: id, settledAt: { $lt: new Date('2026-12-31') } }), 0)
  t.equal(await count('notices'), kept)
  app.clock.advance(200 * 86_400_000)
  await app.settle()
  t.equal(await app.services.connection.collection('notices').countDocuments({ person: id, at: { $lt: new Date('2026-12-31') } }), 0)
  t.equal(await sealed('notices'), 0)
  app.clock.advance(1200 * 86_400_000)
  await app.settle()
  t.ok(await app.services.erasures.find('open'), 'nobody has seen to it yet')
  t.equal((await client.get('/my/account')).statusCode, 200, 'the account is there as long as it is wanted')
})

t.test('the notice prints the tables the programs go by, in both languages', async (t) => {
  const app = await startApp(t)
  breaksOnPurpose(app.services.connection, 'needs, score sheets and people are put there by hand, without the decisions behind them')
  const page = (await app.anonymous.get('/privacy')).body
  for (const part of ['个人信息保护法', '审计记录', '180 天', '至少 180 天', '第二十一条', '市科学技术局（演示）']) t.match(page, part)
  t.match((await app.anonymous.get('/privacy?lang=en')).body, /Personal Information Protection Law[\s\S]*Requests to be forgotten/)
})
