import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { CAST, personOf } from '../../seed/demo/people.ts'
import type { Delivery } from '../../server/mail/delivery.ts'
import { createMailer } from '../../server/mail/mailer.ts'
import { letter, openPostOffice } from './post-office.ts'

/** The next batch is made ready while one is on its way: what then goes wrong, or takes long. */
const many = (count: number) => Array.from({ length: count }, (_, i) => letter(`m${i}`, personOf(CAST.researcher).id))

t.test('what there was no time for is taken up again at once, as if it had not been tried', async (t) => {
  const { outbox, store, parts, run } = await openPostOffice(t)
  await outbox.queueAll(many(3))
  const times: number[] = []
  const slow: Delivery = {
    ...parts.delivery,
    deliver: (letters, within) => {
      times.push(within)
      return times.length === 1 ? Promise.resolve(letters.map(({ id }) => ({ id, state: 'left' }))) : parts.delivery.deliver(letters, within)
    },
  }
  t.equal(await run({ delivery: slow }), 0)
  t.match(await store.findMany(['m0', 'm1', 'm2']), [{ state: 'waiting', attempts: 0 }, { attempts: 0 }, { attempts: 0 }])
  t.equal(await run({ delivery: slow }), 3)
  t.ok(times.every((one) => one > 0 && one <= 10_000), `asked again before it is old: ${times.join(' ')}`)
})

t.test('told to stop, it ends with what is on its way; what was made ready meanwhile is put back', async (t) => {
  const { outbox, store, parts } = await openPostOffice(t)
  await outbox.queueAll(many(250))
  let goOn = true
  const stopping: Delivery = { ...parts.delivery, deliver: async (letters) => { await sleep(50); goOn = false; return letters.map(({ id }) => ({ id, state: 'sent' })) } }
  t.equal(await createMailer({ ...parts, delivery: stopping }).run(() => goOn), 100)
  const rows = await store.findMany(many(250).map((one) => one.id))
  t.equal(rows.filter((one) => one.state === 'sent').length, 100)
  t.ok(rows.filter((one) => one.state === 'waiting').every((one) => one.attempts === 0))
})

t.test('while one batch is on its way the next cannot be read: the first is noted and settled before anybody hears of the fault', async (t) => {
  const { outbox, store, parts } = await openPostOffice(t)
  await outbox.queueAll(many(150))
  let claims = 0
  const broken = { ...store, claimDue: (...given: Parameters<typeof store.claimDue>) => { claims += 1; return claims === 2 ? Promise.reject(new Error('no database')) : store.claimDue(...given) } }
  const late: Delivery = { ...parts.delivery, deliver: async (letters) => { await sleep(100); return letters.map(({ id }) => ({ id, state: 'sent' })) } }
  await t.rejects(createMailer({ ...parts, store: broken, delivery: late }).run(() => true), { message: 'no database' })
  t.equal((await store.findMany(many(150).map((one) => one.id))).filter((one) => one.state === 'sent').length, 100)
})
