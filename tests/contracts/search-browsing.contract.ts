import type { Test } from 'tap'
import type { SearchFilter, TypedQuery } from '../../server/modules/search/search-index.ts'
import { idsOf } from './search-asking.ts'
import { documentOf, everything } from './search-cast.ts'
import type { OpenIndex } from './search-index.contract.ts'

const byFilter: [name: string, filter: SearchFilter, ids: string[]][] = [
  ['no condition', {}, ['n-coat', 'n-robot', 'n-vision', 'n-weld']],
  ['empty lists are no condition', { tracks: [], park: [] }, ['n-coat', 'n-robot', 'n-vision', 'n-weld']],
  ['one track', { tracks: ['equipment'] }, ['n-robot', 'n-weld']],
  ['values of one field are alternatives', { tracks: ['materials', 'marine'] }, ['n-coat', 'n-robot']],
  ['fields are joined by and', { tracks: ['equipment', 'sensing'], park: ['p-north'], status: ['open'] }, ['n-weld']],
  ['district', { district: ['d-coast'] }, ['n-coat', 'n-robot']],
  ['tier, missing on one', { tier: ['city', 'province'] }, ['n-coat', 'n-vision', 'n-weld']],
  ['organisation', { organisation: ['o-crane'] }, ['n-weld']],
  ['ids', { ids: ['n-weld', 'n-coat', 'n-none'] }, ['n-coat', 'n-weld']],
  ['level, both ends included', { trl: { min: 5, max: 6 } }, ['n-vision', 'n-weld']],
  ['level, open end', { trl: { min: 7 } }, ['n-coat']],
  ['amount', { amount: { max: 800_000 } }, ['n-vision', 'n-weld']],
  ['deadline from, those without left out', { deadline: { after: '2026-06-01T00:00:00.000Z' } }, ['n-robot', 'n-weld']],
  ['deadline to the very moment', { deadline: { before: '2026-05-15T16:00:00.000Z' } }, ['n-coat']],
  ['nothing passes', { park: ['p-nowhere'] }, []],
  ['a value that looks like a filter', { park: ['p-north" OR park = "p-port'] }, []],
  ['quotes and backslashes', { status: ['\\" OR id EXISTS OR status = "', "'", '\\'] }, []],
]

export async function browsing(t: Test, open: OpenIndex): Promise<void> {
  const index = await open(t)
  await index.put(everything)
  const browse = (query: Partial<TypedQuery>) => index.search({ kind: 'need', ...query })

  for (const [name, filter, ids] of byFilter) {
    await t.test(`filter: ${name}`, async (t) => {
      const page = await browse({ filter })
      t.same(idsOf(page).sort(), ids)
      t.equal(page.total, ids.length)
    })
  }

  await t.test('odd values are found as they are', async (t) => {
    const odd = 'a "quoted" \\ value, 中文'
    await index.put([documentOf({ kind: 'team', id: 't-odd', title: '特殊', park: odd })])
    t.same(idsOf(await index.search({ kind: 'team', filter: { park: [odd] } })), ['t-odd'])
    await index.remove('team', ['t-odd'])
  })

  await t.test('owners of an achievement', async (t) => {
    t.same(idsOf(await index.search({ kind: 'achievement', filter: { owners: ['t-robot'] } })), ['a-path'])
  })

  await t.test('order: newest without text, deadline, amount; those without a value last', async (t) => {
    t.same(idsOf(await browse({})), ['n-weld', 'n-coat', 'n-vision', 'n-robot'])
    t.same(idsOf(await browse({ sort: 'newest' })), ['n-weld', 'n-coat', 'n-vision', 'n-robot'])
    t.same(idsOf(await browse({ sort: 'deadline' })), ['n-coat', 'n-weld', 'n-robot', 'n-vision'])
    t.same(idsOf(await browse({ sort: 'amount' })), ['n-robot', 'n-coat', 'n-weld', 'n-vision'])
    t.same(idsOf(await browse({ text: '机器人', sort: 'amount' })), ['n-robot'])
  })

  await t.test('pages neither repeat nor skip, and total counts everything', async (t) => {
    const pages = await Promise.all([0, 2, 4].map((offset) => browse({ offset, limit: 2 })))
    t.same(pages.flatMap(idsOf), ['n-weld', 'n-coat', 'n-vision', 'n-robot'])
    t.same(pages.map((page) => page.total), [4, 4, 4])
  })

  await t.test('facets count everything that matches, not only the page', async (t) => {
    const { facets } = await browse({ facets: ['tracks', 'status', 'trl'], limit: 1 })
    t.same(facets.tracks, [{ value: 'equipment', count: 2 }, { value: 'sensing', count: 2 }, { value: 'marine', count: 1 }, { value: 'materials', count: 1 }])
    t.same(facets.status, [{ value: 'open', count: 3 }, { value: 'closed', count: 1 }])
    t.same(facets.trl?.map((one) => one.value).sort(), ['4', '5', '6', '7'])
    const filtered = await browse({ facets: ['park'], filter: { status: ['open'] } })
    t.same(filtered.facets, { park: [{ value: 'p-port', count: 2 }, { value: 'p-north', count: 1 }] })
  })

  await t.test('facets of a typed search', async (t) => {
    const { facets, total } = await browse({ text: '涂层', facets: ['tracks'] })
    t.equal(total, 1)
    t.same(facets.tracks, [{ value: 'materials', count: 1 }])
  })
}
