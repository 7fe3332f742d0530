import t from 'tap'
import { createBackground, type Chore } from '../../server/relay/background.ts'
import { createLease } from '../../server/relay/lease.ts'
import { happened, listener, startRelay } from './relay-parts.ts'

const quiet = { error: () => undefined }
const chore = (name: string, run: Chore['run']): Chore => ({ name, run })

t.test('of two processes one works, and the other takes over when it leaves', async (t) => {
  const { connection, relay } = await startRelay(t)
  const worked: string[] = []
  const process = (name: string) => createBackground({
    lease: createLease(connection, 'background'), relay, log: quiet,
    chores: [chore('note', () => { worked.push(name); return Promise.resolve(0) })],
  })
  const [first, second] = [process('first'), process('second')]
  await first.settle()
  await second.settle()
  t.same([first.isLeading(), second.isLeading(), worked], [true, false, ['first']])
  await first.stop()
  await second.settle()
  t.same([second.isLeading(), worked], [true, ['first', 'second']])
  await second.stop()
})

t.test('a lease that is not renewed runs out; one that is renewed does not', async (t) => {
  const { connection } = await startRelay(t)
  const [dead, alive] = [createLease(connection, 'work', 400), createLease(connection, 'work', 400)]
  t.ok(await dead.hold())
  t.notOk(await alive.hold())
  await wait(450)
  t.ok(await alive.hold(), 'whoever died has lost it')
  t.notOk(await dead.hold(), 'and learns so when it comes back')
  for (let i = 0; i < 4; i += 1) { await wait(150); t.ok(await alive.hold()) }
  await dead.release()
  t.notOk(await dead.hold(), 'nobody gives away what is not theirs')
})

t.test('a chore that takes longer than the lease keeps it', async (t) => {
  const { connection, relay } = await startRelay(t)
  const slow = createBackground({
    lease: createLease(connection, 'background', 600), relay, log: quiet,
    chores: [chore('slow', async () => { await wait(1300); return 0 })],
  })
  const other = createLease(connection, 'background', 600)
  const settled = slow.settle()
  for (let i = 0; i < 4; i += 1) { await wait(280); t.notOk(await other.hold()) }
  await settled
  await slow.stop()
})

t.test('work that fails is reported, and everything else goes on', async (t) => {
  const stuck = listener('stuck', 'shared', () => true)
  const { connection, relay } = await startRelay(t, [stuck])
  const said: string[] = []
  let done = 0
  const background = createBackground({
    lease: createLease(connection, 'background'), relay,
    log: { error: (details, message) => said.push(`${message} ${JSON.stringify({ ...details, err: undefined })}`) },
    chores: [chore('broken', () => Promise.reject(new Error('no'))), chore('fine', () => Promise.resolve(done++ === 0 ? 1 : 0))],
  })
  await happened(connection, 'causes', 'a', [1, 1])
  await background.settle()
  t.equal(done, 2)
  t.ok(said.some((one) => one.includes('background work failed') && one.includes('broken')))
  t.equal(said.filter((one) => one.includes('follower waits')).length, 1, 'said once, not at every attempt')
  await background.stop()
})

t.test('rounds of one process never overlap', async (t) => {
  const { connection, relay } = await startRelay(t)
  let inside = 0
  let most = 0
  const background = createBackground({
    lease: createLease(connection, 'background'), relay, log: quiet, everyMs: 1,
    chores: [chore('count', async () => { most = Math.max(most, inside += 1); await wait(5); inside -= 1; return 0 })],
  })
  background.start()
  await Promise.all([background.settle(), background.settle(), wait(60)])
  await background.stop()
  t.equal(most, 1)
})

t.test('a stop asks long work to leave the rest', async (t) => {
  const { connection, relay } = await startRelay(t)
  let pieces = 0
  const background = createBackground({
    lease: createLease(connection, 'background'), relay, log: quiet,
    chores: [chore('long', async (goOn) => { while (goOn() && pieces < 1000) { pieces += 1; await wait(5) } return 1 })],
  })
  void background.settle()
  await wait(50)
  await background.stop()
  t.ok(pieces > 0 && pieces < 100, String(pieces))
})

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}
