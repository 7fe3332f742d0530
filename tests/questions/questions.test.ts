import t from 'tap'
import { CAST, type Part, personOf } from '../../seed/demo/people.ts'
import { codeOf, freshNeed, handIn, must } from '../bids/bid-steps.ts'
import { toldTo } from '../digests/told.ts'
import { startApp, type TestApp } from '../support/app.ts'

const DAY = 86_400_000
interface Seen { id: string; text: string; status: string; own: boolean; answer?: string; askedAt?: string; typed?: string; reason?: string }

async function asked(app: TestApp, need: string, text = '江海理工大学想问：含水率怎么测？'): Promise<string> {
  return must(await (await app.as('researcher')).api('POST', `/needs/${need}/questions`, { text }), 201).id
}
const listFor = async (app: TestApp, need: string, who?: Parameters<TestApp['as']>[0]): Promise<Seen[]> =>
  ((await (who ? await app.as(who) : app.anonymous).api('GET', `/needs/${need}/questions`)).json() as { items: Seen[] }).items

t.test('from a question nobody knows the asker of to an answer for everybody', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  await handIn(app, need, 'rivalResearcher')
  const follower = await app.as('thirdResearcher')
  must(await follower.api('POST', `/needs/${need}/following`, { following: true }))
  const id = await asked(app, need)
  await app.settle()

  t.test('before staff have passed it on it exists for the asker and the staff alone', async (t) => {
    t.match(await listFor(app, need, 'researcher'), [{ id, own: true, status: 'asked' }])
    t.match(await listFor(app, need, 'officer'), [{ id, own: false, status: 'asked', text: '江海理工大学想问：含水率怎么测？' }])
    for (const who of ['owner', 'stranger', 'rivalResearcher', 'researcherTeammate', undefined] as const) t.same(await listFor(app, need, who), [], String(who))
    t.equal((await (await app.as('owner')).get(`/questions/${id}`)).statusCode, 404)
    t.equal(codeOf(await (await app.as('owner')).api('POST', `/questions/${id}/answer`, { answer: '先答' })), 'not-found')
  })

  t.test('staff edit and pass it on; the issuer sees neither what was typed nor when', async (t) => {
    const officer = await app.as('officer')
    t.match((await officer.get(`/questions/${id}`)).body, '江海理工大学想问')
    app.clock.advance(3_600_000)
    const sent = await officer.submit(`/questions/${id}/release`, { shown: '含水率怎么测？' }, { page: `/questions/${id}` })
    t.equal(sent.statusCode, 303)
    const [forIssuer] = await listFor(app, need, 'owner')
    t.same(Object.keys(forIssuer ?? {}).sort(), ['id', 'need', 'own', 'status', 'text'])
    t.equal(forIssuer?.text, '含水率怎么测？')
    t.same(await listFor(app, need), [], 'strangers wait for the answer')
    t.equal(codeOf(await officer.api('POST', `/questions/${id}/release`, { shown: '再来一次' })), 'already-moderated')
  })

  t.test('the issuer answers, everybody reads it, and everybody concerned is told once', async (t) => {
    const owner = await app.as('owner')
    const empty = await owner.submit(`/questions/${id}/answer`, { answer: ' ' }, { page: `/questions/${id}` })
    t.equal(empty.statusCode, 422)
    t.equal((await owner.submit(`/questions/${id}/answer`, { answer: '按国标烘干法' }, { page: `/questions/${id}` })).statusCode, 303)
    t.match(await listFor(app, need), [{ text: '含水率怎么测？', answer: '按国标烘干法', own: false }])
    t.match((await app.anonymous.get(`/needs/${need}`)).body, '按国标烘干法')
    const told = (part: Part): Promise<string[]> => toldTo(app, part)
    t.same(await told('researcher'), ['您的提问已答复'])
    t.same((await told('rivalResearcher')).slice(-1), ['新答疑'])
    t.same(await told('thirdResearcher'), ['新答疑'])
    t.ok((await told('owner')).includes('请答复提问'))
    t.same(await told('stranger'), [])
  })

  t.test('no channel ever names the asker', async (t) => {
    const name = personOf(CAST.researcher).name
    for (const who of ['owner', 'officer', 'auditor', 'administrator', 'rivalResearcher'] as const) {
      const client = await app.as(who)
      for (const path of [`/needs/${need}`, `/needs/${need}/questions`, `/questions/${id}`, `/staff/audit?subject=${id}`, '/staff/mail', '/staff/questions']) {
        t.notOk((await client.get(path)).body.includes(name), `${who} ${path}`)
      }
      const api = [`/needs/${need}/questions`, '/questions', `/audit?subject=${id}`].map((path) => client.api('GET', path))
      for (const answer of await Promise.all(api)) t.notOk(answer.body.includes(CAST.researcher), `${who} ${answer.body.slice(0, 60)}`)
    }
    const entries = await app.services.journal.about(id)
    t.same(entries.map((entry) => entry.type), ['question-asked', 'question-released', 'question-answered'])
    t.notOk(JSON.stringify(entries).includes(CAST.researcher))
    const mail = await app.services.outboxStore.list({}, 1000)
    for (const who of ['researcher', 'rivalResearcher', 'thirdResearcher'] as const) t.notOk(mail.some((one) => one.to === CAST[who]), `mail to ${who} is sealed`)
  })
})

t.test('who may ask, pass on and answer, and when', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  const ask = async (who: Parameters<TestApp['as']>[0], text = '问题') => (await app.as(who)).api('POST', `/needs/${need}/questions`, { text })
  for (const who of ['owner', 'teammate', 'officer'] as const) t.equal(codeOf(await ask(who)), 'not-asker', who)
  t.equal(codeOf(await ask('unverifiedIssuer')), 'not-verified')
  t.equal(codeOf(await ask('researcher', '  ')), 'question-missing')
  t.equal((await app.anonymous.api('POST', `/needs/${need}/questions`, { text: '?' })).statusCode, 401)
  for (let i = 0; i < 3; i += 1) await asked(app, need, `问题${i}`)
  const fourth = await ask('researcher')
  t.equal(fourth.statusCode, 429)
  t.equal(codeOf(fourth), 'too-many-questions')

  const [first, second] = await listFor(app, need, 'officer')
  const officer = await app.as('officer')
  t.equal(codeOf(await officer.api('POST', `/questions/${first?.id}/rejection`, { reason: '' })), 'reason-missing')
  must(await officer.api('POST', `/questions/${first?.id}/rejection`, { reason: '与需求无关' }))
  t.match((await listFor(app, need, 'researcher')).find((one) => one.id === first?.id), { status: 'rejected', reason: '与需求无关' })
  t.same(await listFor(app, need, 'owner'), [])
  t.equal((await (await app.as('researcher')).api('POST', `/questions/${second?.id}/release`, { shown: '自己放行' })).statusCode, 404)

  t.test('two officers at once: one passes it on, the other hears of it', async (t) => {
    const both = await Promise.all(['officer', 'secondOfficer'].map(async (who) => (await app.as(who as 'officer')).api('POST', `/questions/${second?.id}/release`, { shown: `由${who}转达` })))
    t.same(both.map((one) => one.statusCode).sort(), [200, 409])
  })

  t.test('after the deadline nothing is asked, passed on or answered', async (t) => {
    app.clock.advance(20 * DAY)
    t.equal(codeOf(await ask('rivalResearcher')), 'deadline-passed')
    const third = (await listFor(app, need, 'officer')).find((one) => one.status === 'asked')
    t.equal(codeOf(await officer.api('POST', `/questions/${third?.id}/release`, { shown: '晚了' })), 'deadline-passed')
    t.equal(codeOf(await (await app.as('owner')).api('POST', `/questions/${second?.id}/answer`, { answer: '晚了' })), 'deadline-passed')
    await app.settle()
    t.equal(codeOf(await ask('rivalResearcher')), 'not-published')
  })
})

t.test('following is one’s own secret, and can be undone', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  const researcher = await app.as('researcher')
  t.match((await researcher.get(`/needs/${need}`)).body, '关注此需求')
  t.equal((await researcher.submit(`/needs/${need}/following`, { following: 'true' }, { page: `/needs/${need}` })).statusCode, 303)
  t.match((await researcher.api('GET', '/my/follows')).json(), { items: [{ id: need }] })
  t.match((await researcher.get(`/needs/${need}`)).body, '取消关注')
  t.same((await (await app.as('rivalResearcher')).api('GET', '/my/follows')).json().items, [])
  must(await researcher.api('POST', `/needs/${need}/following`, { following: false }))
  t.same((await researcher.api('GET', `/needs/${need}/following`)).json(), { following: false })
  t.equal((await researcher.api('POST', '/needs/unknown/following', { following: true })).statusCode, 404)
})
