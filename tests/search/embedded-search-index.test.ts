import t from 'tap'
import { EmbeddedSearchIndex } from '../../server/modules/search/embedded-search-index.ts'
import { searchIndexContract } from '../contracts/search-index.contract.ts'

t.test('the embedded index keeps the contract', (t) => searchIndexContract(t, async (t) => {
  const index = new EmbeddedSearchIndex()
  t.teardown(() => index.close())
  return index
}))
