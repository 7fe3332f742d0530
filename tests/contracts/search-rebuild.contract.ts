import type { Test } from 'tap'
import type { SearchDocument, SearchIndex } from '../../server/modules/search/search-index.ts'
import { find, idsOf, streamOf } from './search-asking.ts'
import { coatNeed, documentOf, everything, robotNeed, weldNeed } from './search-cast.ts'
import type { OpenIndex } from './search-index.contract.ts'

const generation = (name: string, size: number) =>
  Array.from({ length: size }, (_, n) => documentOf({ kind: 'need', id: `${name}-${n}`, title: `第${n}项测试需求`, tracks: [name] }))

export async function rebuilding(t: Test, open: OpenIndex): Promise<void> {
  await t.test('replaces everything', async (t) => {
    const index = await open(t)
    await index.put(everything)
    t.same(await index.rebuild(streamOf([weldNeed, { ...coatNeed, id: '' }])), { indexed: 1, refused: [{ kind: 'need', id: '', reason: 'no id' }] })
    t.same(idsOf(await index.search({ kind: 'need' })), ['n-weld'])
    t.same((await index.health()).documents, { need: 1, achievement: 0, team: 0 })
    t.equal((await index.statistics()).needs.size, 1)
    t.same(await find(index, 'hanjie'), ['n-weld'], 'the new content is searched like the old')
  })

  await t.test('from nothing to something and back, telling how far it is', async (t) => {
    const index = await open(t)
    const told: [step: string, documents: number][] = []
    t.same(await index.rebuild(streamOf(everything), (step, documents) => told.push([step, documents])), { indexed: everything.length, refused: [] })
    t.same(told.at(-1), ['written', everything.length])
    t.equal((await index.search({ kind: 'achievement' })).total, 4)
    await index.rebuild(streamOf([]))
    t.equal((await index.search({ kind: 'achievement' })).total, 0)
  })

  await t.test('under load every search sees the old content or the new, whole', async (t) => {
    const index = await open(t)
    await index.put(generation('old', 30))
    const seen: string[] = []
    const load = watch(index, seen)
    await index.rebuild(streamOf(generation('new', 40)))
    await load.stop()
    t.same(seen.filter((one) => one !== 'old 30' && one !== 'new 40'), [])
    t.ok(seen.includes('old 30'), `searches ran meanwhile: ${seen.length}`)
    t.equal((await index.search({ kind: 'need' })).total, 40)
  })

  await t.test('what is written during a rebuild is not lost', async (t) => {
    const index = await open(t)
    await index.put([weldNeed, robotNeed])
    await index.rebuild(interrupted(index))
    t.same(idsOf(await index.search({ kind: 'need' })).sort(), ['n-coat', 'n-weld'])
    t.same(await find(index, '轴承'), ['n-weld'], 'newer than what the stream had')
  })

  await t.test('a rebuild that fails leaves the old content in place', async (t) => {
    const index = await open(t)
    await index.put(everything)
    await t.rejects(index.rebuild(breaking()), /the database went away/)
    t.equal((await index.search({ kind: 'need' })).total, 4)
    t.same(await index.rebuild(streamOf([weldNeed])), { indexed: 1, refused: [] }, 'and the next one works')
  })
}

function watch(index: SearchIndex, seen: string[]) {
  let running = true
  const look = async () => {
    while (running) {
      const page = await index.search({ kind: 'need', facets: ['tracks'], limit: 1 })
      seen.push(page.facets.tracks?.map((one) => `${one.value} ${one.count}`).join(', ') ?? 'nothing')
      await new Promise(setImmediate)
    }
  }
  const loops = [look(), look()]
  return { stop: async () => { running = false; await Promise.all(loops) } }
}

/** The stream reads weldNeed and robotNeed as they were; meanwhile one changes, one goes, one comes. */
async function* interrupted(index: SearchIndex): AsyncGenerator<SearchDocument> {
  yield weldNeed
  await index.put([{ ...weldNeed, title: '轴承' }, coatNeed])
  await index.remove('need', ['n-robot'])
  yield robotNeed
}

async function* breaking(): AsyncGenerator<SearchDocument> {
  yield weldNeed
  throw new Error('the database went away')
}
