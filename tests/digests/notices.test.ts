import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { BID_EVENTS } from '../../server/modules/bids/bid.ts'
import { NEED_EVENTS } from '../../server/modules/competition/decide.ts'
import { PLACES } from '../../server/modules/digests/notice-rule.ts'
import { NOTICES, noticesOf } from '../../server/modules/digests/notices.ts'
import { fileObjection } from '../../server/modules/competition/publicity.ts'
import { REMINDERS } from '../../server/modules/digests/reminder.ts'
import { EXPERT_EVENTS } from '../../server/modules/invitations/expert-invitation.ts'
import { QUESTION_EVENTS } from '../../server/modules/questions/question.ts'
import { createNoticeFollower } from '../../server/modules/digests/notice-follower.ts'
import { ROOT } from '../../server/root.ts'
import { personOf, CAST, type Part } from '../../seed/demo/people.ts'
import { startApp } from '../support/app.ts'
import { cast, courseOf } from './competition-course.ts'
import { sentMail } from './sent-mail.ts'
import { toldTo } from './told.ts'

const address = (part: Part): string => personOf(CAST[part]).email

t.test('every decision is announced or kept quiet for a stated reason, in both languages', async (t) => {
  const app = await startApp(t)
  for (const [event, rule] of Object.entries(NOTICES)) {
    if ('none' in rule) { t.ok(rule.none.length > 10, event); continue }
    t.ok(rule.length > 0, event)
    for (const { to, place } of rule) {
      t.match(PLACES[place]('n1'), /^\//)
      for (const locale of ['zh-CN', 'en'] as const) {
        const words = app.renderer.words(locale)
        const values = {
          title: 'T', number: 'N', deadline: 'D', publicityEnds: 'P', signingEnds: 'S', publishAt: 'A', reason: 'R', hash: 'H', at: 'W',
          step: 'X', version: 'V', organisation: 'O',
        }
        for (const part of ['subject', 'text']) t.ok(words(`emails.notice.${event}.${to}.${part}`, values).length > 3)
        t.ok(words(`emails.notice.because.${to}`, values) && words(`emails.notice.action.${place}`))
      }
    }
  }
  for (const event of [...NEED_EVENTS, ...BID_EVENTS, ...QUESTION_EVENTS, ...EXPERT_EVENTS, ...REMINDERS]) t.ok(NOTICES[event], event)
  t.same(noticesOf('person-signed-up'), [], 'other events are no business of this table')
})

t.test('every decision the code can record is in the table: a notice, or why there is none', async (t) => {
  const folder = join(ROOT, 'server/modules')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const types = files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/\btype: (?:active \? )?'([a-z]+(?:-[a-z]+)+)'(?: : '([a-z-]+)')?, (?:by|at):/g)].flatMap((match) => match.slice(1)))
  t.ok(types.length > 30, `${types.length} kinds of decision found`)
  for (const type of new Set(types.filter(Boolean))) t.ok(NOTICES[type as string], `${type} names who is told, or why nobody is`)
})

t.test('those concerned get mail, nobody else', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  let read = 0
  const news = async (): Promise<string[]> => {
    await app.settle()
    const all = await sentMail(app)
    // Digests to the staff come of themselves.
    const fresh = all.filter((one) => one.headers.get('auto-submitted') && !one.headers.has('list-unsubscribe')).map((one) => `${one.to} ${one.subject}`)
    const latest = fresh.slice(read).sort()
    read = fresh.length
    app.clock.advance(1000)
    return latest
  }

  t.test('a submitted need goes to all officers', async (t) => {
    await course.submitted('0001')
    t.same(await news(), [`${address('officer')} 待审核：海上动态海缆疲劳监测`, `${address('secondOfficer')} 待审核：海上动态海缆疲劳监测`].sort())
  })

  t.test('a sealed bid is told to the bidder alone', async (t) => {
    await course.published('0002')
    await news()
    await course.bidFor('0002', 'researcher')
    t.same(await news(), [], 'nothing of it lies where mail can be looked at')
    const { items } = (await (await app.as('researcher')).api('GET', '/my/notices')).json()
    t.match(items, [{ subject: '揭榜书已收到：海上动态海缆疲劳监测', href: '/my/bids', text: /回执编号：[0-9a-f]{64}/ }])
    for (const who of ['officer', 'owner', 'rivalResearcher'] as const) t.notOk((await toldTo(app, who)).includes('揭榜书已收到'), who)
    const listed = await app.services.outboxStore.list({}, 1000)
    t.notOk(listed.some((one) => one.to === CAST.researcher), 'and not in what staff see of the outbox')
    const counts = await app.services.outboxStore.counts()
    t.equal(counts.sent + counts.waiting + counts.dropped + counts.refused, listed.length)
  })

  t.test('opening, panel, award, objection', async (t) => {
    await course.bidFor('0002', 'rivalResearcher')
    await news()
    await course.opened('0002')
    const opened = await news()
    t.ok(opened.includes(`${address('researcher')} 您的揭榜书已开启：海上动态海缆疲劳监测`))
    t.ok(opened.includes(`${address('rivalResearcher')} 您的揭榜书已开启：海上动态海缆疲劳监测`))
    await course.evaluated('0002')
    const evaluated = await news()
    t.same(evaluated.filter((one) => one.includes('请参加评审')).length, 3)
    t.same(evaluated.filter((one) => one.includes('评审完成')).map((one) => one.split(' ')[0]), [address('manager'), address('owner'), address('teammate')].sort(), 'said once, when the last sheet is in')
    await course.publicised('0002')
    const award = await news()
    t.ok(award.includes(`${address('researcher')} 您的团队拟中榜：海上动态海缆疲劳监测`))
    t.ok(award.includes(`${address('rivalResearcher')} 评审结果与反馈：海上动态海缆疲劳监测`))
    const objection = { id: 'o1', realName: '恽之', text: '业绩不实' }
    await course.decide('0002', (need) => fileObjection(need, objection, cast('stranger'), app.clock.now()))
    const filed = await news()
    t.same(filed.map((one) => one.split(' ')[0]), [address('officer'), address('secondOfficer')].sort())
    const bodies = (await sentMail(app)).map((one) => one.text + one.html).join()
    t.notMatch(bodies, '业绩不实')
    t.notMatch(bodies, '恽之')
  })

  t.test('handling an event again tells nobody twice', async (t) => {
    const follower = createNoticeFollower(app.services)
    for (const entry of await app.services.journal.after(0, 1000)) await follower.handle(entry)
    t.same(await news(), [])
  })

  t.test('the inbox says the same, and can be marked as read', async (t) => {
    const researcher = await app.as('researcher')
    const { items } = (await researcher.api('GET', '/my/notices')).json()
    t.match(items[0], { subject: '您的团队拟中榜：海上动态海缆疲劳监测', unread: true, href: '/needs/0002' })
    t.match((await researcher.get('/my/notices')).body, '您的团队拟中榜')
    const read = await researcher.api('POST', '/my/notices/read', { until: items[0].at })
    t.same(read.json(), { unread: 0 })
    t.same((await (await app.as('stranger')).api('GET', '/my/notices')).json().items, [])
    t.equal((await app.anonymous.api('GET', '/my/notices')).statusCode, 401)
    t.equal((await researcher.submit('/my/notices/read', { until: items[0].at }, { page: '' })).statusCode, 403, 'without the token nothing changes')
    t.equal((await researcher.submit('/my/notices/read', { until: items[0].at }, { page: '/my/notices' })).statusCode, 303)
  })
})

t.test('a need that is out of somebody’s sight when the mail goes is not mentioned', async (t) => {
  const app = await startApp(t)
  const course = courseOf(app)
  await course.submitted('0001')
  await app.services.connection.collection('people').updateMany({ roles: 'officer' }, { $set: { roles: ['administrator'] } })
  await app.services.outbox.queue({ id: 'late', to: CAST.officer, template: 'notice', model: { notice: 'gone' } })
  await app.settle()
  t.same(await sentMail(app), [])
  t.equal((await app.services.outboxStore.findMany(['late']))[0]?.state, 'dropped')
})
