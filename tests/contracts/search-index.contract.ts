import type { Test } from 'tap'
import type { SearchIndex } from '../../server/modules/search/search-index.ts'
import { browsing } from './search-browsing.contract.ts'
import { matching } from './search-candidates.contract.ts'
import { rebuilding } from './search-rebuild.contract.ts'
import { typing } from './search-typing.contract.ts'
import { writing } from './search-writing.contract.ts'

/** Opens an empty index that nothing else writes to; the test closes it and cleans up after itself. */
export type OpenIndex = (t: Test) => Promise<SearchIndex>

/** What every search index must do, whatever stands behind it. */
export async function searchIndexContract(t: Test, open: OpenIndex): Promise<void> {
  await t.test('writing', (t) => writing(t, open))
  await t.test('browsing, filters, facets, order', (t) => browsing(t, open))
  await t.test('typing', (t) => typing(t, open))
  await t.test('candidates for a whole need', (t) => matching(t, open))
  await t.test('rebuild and swap', (t) => rebuilding(t, open))
}
