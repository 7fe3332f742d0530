import fc from 'fast-check'
import t from 'tap'
import { createJournal } from '../../server/relay/journal.ts'
import { createRelay } from '../../server/relay/relay.ts'
import { at, happened, idsOf, listener, startRelay } from './relay-parts.ts'

t.test('events of several collections come in one order of time, numbered without gaps', async (t) => {
  const { connection, journal, relay } = await startRelay(t)
  await happened(connection, 'effects', 'b', [1, 3], [2, 5])
  await happened(connection, 'causes', 'a', [1, 1], [2, 4])
  t.equal(await relay.take(), 4)
  const entries = await journal.after(0, 10)
  t.same(idsOf(entries), ['a.1', 'b.1', 'a.2', 'b.2'])
  t.same(entries.map((one) => one.seq), [1, 2, 3, 4])
  t.match(entries[0], { source: 'causes', subject: 'a', type: 'happened', at: at(1), by: 'somebody' })
  t.equal(await relay.take(), 0, 'what was taken is gone from its aggregate')
})

t.test('an aggregate keeps its order although the clock of one process is slow', async (t) => {
  const { connection, journal, relay } = await startRelay(t)
  await happened(connection, 'causes', 'a', [1, 10], [2, 2], [3, 11])
  await happened(connection, 'causes', 'c', [1, 5])
  await relay.take()
  t.same(idsOf(await journal.after(0, 10)), ['c.1', 'a.1', 'a.2', 'a.3'])
})

t.test('after a crash between writing the journal and emptying the aggregates nothing is doubled', async (t) => {
  const { connection, journal, relay } = await startRelay(t)
  await happened(connection, 'causes', 'a', [1, 1], [2, 2])
  const early = { id: 'a.1', type: 'happened', at: at(1), by: 'somebody', data: {}, source: 'causes', subject: 'a' }
  await journal.append([early])
  await relay.take()
  t.same((await journal.after(0, 10)).map(({ id, seq }) => [id, seq]), [['a.1', 1], ['a.2', 2]])
  t.equal(await connection.collection('causes').countDocuments({ 'events.at': { $gt: new Date(0) } }), 0)
})

t.test('more news than fit into one round keep their order', async (t) => {
  const { connection, journal, relay } = await startRelay(t)
  const documents = Array.from({ length: 450 }, (_, i) => ({
    _id: `d${String(449 - i).padStart(3, '0')}`, revision: 1,
    events: [{ id: `d${String(449 - i).padStart(3, '0')}.1`, type: 'happened', at: at(i), by: 'x', data: {} }],
  }))
  await connection.collection('causes').insertMany(documents as never)
  await happened(connection, 'effects', 'late', [1, 420])
  await happened(connection, 'effects', 'early', [1, 20])
  while ((await relay.take()) > 0);
  const entries = await journal.after(0, 1000)
  t.equal(entries.length, 452)
  const times = entries.map((one) => one.at.getTime())
  t.same(times, times.toSorted((a, b) => a - b))
  t.same(entries.map((one) => one.seq), entries.map((_, i) => i + 1))
})

t.test('a follower that fails waits at its entry, the others go on, and it catches up', async (t) => {
  let broken = true
  const stuck = listener('stuck', 'shared', (entry) => broken && entry.id === 'a.2')
  const well = listener('well')
  const { connection, relay } = await startRelay(t, [stuck, well])
  await happened(connection, 'causes', 'a', [1, 1], [2, 2], [3, 3])
  await relay.take()
  await relay.bring('shared')
  await relay.bring('shared')
  t.same(stuck.heard, ['a.1'], 'nothing is skipped, nothing is repeated')
  t.same(well.heard, ['a.1', 'a.2', 'a.3'])
  t.same([...relay.failures()], [['stuck', 'stuck cannot']])
  broken = false
  await relay.bring('shared')
  t.same(stuck.heard, ['a.1', 'a.2', 'a.3'])
  t.equal(relay.failures().size, 0)
})

t.test('a follower goes on where it stood when the process starts again', async (t) => {
  const first = listener('reader')
  const { connection, journal, relay } = await startRelay(t, [first])
  await happened(connection, 'causes', 'a', [1, 1])
  await relay.take()
  await relay.bring('shared')
  await happened(connection, 'causes', 'a', [2, 2])
  const second = listener('reader')
  const again = createRelay(connection, journal, ['causes'], [second])
  await again.take()
  await again.bring('shared')
  t.same(second.heard, ['a.2'])
})

t.test('a follower in memory hears what happens after it started, in every process', async (t) => {
  const { connection, journal, relay } = await startRelay(t)
  await happened(connection, 'causes', 'a', [1, 1])
  await relay.take()
  const listeners = [listener('index', 'local'), listener('index', 'local')] as const
  const relays = listeners.map((one) => createRelay(connection, journal, ['causes'], [one]))
  for (const one of relays) await one.startLocal()
  await happened(connection, 'causes', 'a', [2, 2])
  await relay.take()
  for (const one of relays) await one.bring('local')
  t.same(listeners.map((one) => one.heard), [['a.2'], ['a.2']])
  t.equal(await journal.position('index'), 0, 'nobody remembers for them')
})

t.test('a slow process cannot set a follower back', async (t) => {
  const { journal } = await startRelay(t)
  await journal.moveTo('reader', 7)
  await journal.moveTo('reader', 3)
  t.equal(await journal.position('reader'), 7)
})

t.test('two processes that take at once leave no gap and lose nothing', async (t) => {
  const { connection, relay } = await startRelay(t)
  const others = [relay, createRelay(connection, createJournal(await secondConnection(connection)), ['causes', 'effects'], [])]
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('causes', 'effects'), fc.nat(30)), { minLength: 1, maxLength: 12 }), async (news) => {
    for (const [source, minute] of news) await happened(connection, source, `n${counter += 1}`, [1, minute])
    await Promise.allSettled(others.map((one) => one.take()))
    for (const one of others) await one.take()
  }), { numRuns: 10 })
  const entries = await createJournalRows(connection)
  t.equal(new Set(idsOf(entries)).size, counter)
  t.same(entries.map((one) => one.seq), entries.map((_, i) => i + 1))
})

let counter = 0

/** A second process has models of its own. */
async function secondConnection(connection: import('mongoose').Connection) {
  const mongoose = await import('mongoose')
  const own = mongoose.default.createConnection()
  own.setClient(connection.getClient() as never)
  return own.useDb(connection.name)
}

async function createJournalRows(connection: import('mongoose').Connection) {
  const found = await connection.collection<{ _id: string; seq: number }>('journal').find().sort({ seq: 1 }).toArray()
  return found.map(({ _id, seq }) => ({ id: _id, seq }))
}
