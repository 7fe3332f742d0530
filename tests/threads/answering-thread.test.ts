import t from 'tap'
import { createAnsweringThread } from '../../server/threads/answering-thread.ts'

const start = () => createAnsweringThread<string, string>(new URL('./echo-worker', import.meta.url))

t.test('questions are answered in their order', async (t) => {
  const thread = start()
  t.same(await Promise.all(['a', 'b', 'c'].map((one) => thread.ask(one))), ['a 1', 'b 2', 'c 3'])
})

t.test('a fault is the asker’s alone', async (t) => {
  const thread = start()
  const [fault, answer] = await Promise.allSettled([thread.ask('throw'), thread.ask('a')])
  t.equal(fault.status, 'rejected')
  t.match(answer, { status: 'fulfilled', value: 'a 2' })
})

t.test('a thread that dies fails everybody who waits, and is started anew', async (t) => {
  const thread = start()
  t.equal(await thread.ask('a'), 'a 1')
  const before = thread.generation()
  const lost = await Promise.allSettled([thread.ask('die'), thread.ask('b')])
  t.same(lost.map((one) => one.status), ['rejected', 'rejected'])
  t.equal(await thread.ask('c'), 'c 1', 'another thread, which counts from the start')
  t.equal(thread.generation(), before + 1)
})
