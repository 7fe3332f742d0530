import t from 'tap'
import { changesOnly } from '../../server/store/changes-only.ts'

interface Thing { id: string; revision: number; events: []; text: string }

/** A store of three things that counts what it was asked for. */
function things() {
  const rows = new Map(['a', 'b', 'c'].map((id): [string, Thing] => [id, { id, revision: 1, events: [], text: `${id} 1` }]))
  const asked: string[][] = []
  const found = (ids: readonly string[]): Thing[] => [...rows.values()].filter((one) => ids.includes(one.id))
  return {
    rows, asked,
    revisions: (ids: readonly string[]) => Promise.resolve(new Map(found(ids).map((one) => [one.id, one.revision]))),
    findMany: (ids: readonly string[]) => { asked.push([...ids]); return Promise.resolve(found(ids)) },
  }
}

t.test('reads whole what is new or has changed, and nothing else', async (t) => {
  const store = things()
  const read = changesOnly(store)
  t.same((await read(['c', 'a'])).map((one) => one.text), ['a 1', 'c 1'])
  store.rows.set('a', { id: 'a', revision: 2, events: [], text: 'a 2' })
  t.same((await read(['a', 'b', 'c'])).map((one) => one.text), ['a 2', 'b 1', 'c 1'])
  t.same((await read(['a', 'b', 'c'])).map((one) => one.text), ['a 2', 'b 1', 'c 1'])
  t.same(store.asked, [['a', 'c'], ['a', 'b']])
})

t.test('what is no longer there is not returned', async (t) => {
  const store = things()
  const read = changesOnly(store)
  await read(['a', 'b'])
  store.rows.delete('a')
  t.same((await read(['a', 'b', 'none'])).map((one) => one.id), ['b'])
})

t.test('changed between the two questions: the later one counts, and is not asked for again', async (t) => {
  const store = things()
  const slow = { ...store, revisions: async (ids: readonly string[]) => { const known = await store.revisions(ids); store.rows.set('a', { id: 'a', revision: 2, events: [], text: 'a 2' }); return known } }
  const read = changesOnly(slow)
  t.same((await read(['a'])).map((one) => one.text), ['a 2'])
  t.same((await read(['a'])).map((one) => one.text), ['a 2'])
  t.equal(store.asked.length, 1)
})

t.test('changed and deleted between the two questions: nothing is returned, least of all what it was before', async (t) => {
  const store = things()
  const read = changesOnly({ ...store, findMany: (ids) => { if (ids.length === 1) store.rows.delete('a'); return store.findMany(ids) } })
  await read(['a', 'b'])
  store.rows.set('a', { id: 'a', revision: 2, events: [], text: 'a 2' })
  t.same((await read(['a', 'b'])).map((one) => one.id), ['b'])
})

t.test('it does not keep everything for ever', async (t) => {
  const rows = Array.from({ length: 900 }, (_, i): Thing => ({ id: `n${String(i).padStart(3, '0')}`, revision: 1, events: [], text: '' }))
  let whole = 0
  const among = (ids: readonly string[]) => rows.filter((one) => ids.includes(one.id))
  const read = changesOnly<Thing>({
    revisions: (ids) => Promise.resolve(new Map(among(ids).map((one) => [one.id, one.revision]))),
    findMany: (ids) => { whole += ids.length; return Promise.resolve(among(ids)) },
  })
  const [first, second] = [rows.slice(0, 600).map((one) => one.id), rows.slice(300).map((one) => one.id)]
  t.equal((await read(first)).length, 600)
  t.equal((await read(second)).length, 600)
  t.equal(whole, 900, 'what both ask for is known')
  const [last, firstAgain] = [Array.from({ length: 500 }, (_, i) => `m${i}`), first]
  rows.push(...last.map((id): Thing => ({ id, revision: 1, events: [], text: '' })))
  await read(last)
  t.equal(whole, 1400)
  await read(firstAgain)
  t.equal(whole, 2000, 'they were forgotten for the last')
})
