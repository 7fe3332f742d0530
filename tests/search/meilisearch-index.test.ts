import t from 'tap'
import { ownIndex, type Server } from '../contracts/meilisearch-place.ts'
import { searchIndexContract } from '../contracts/search-index.contract.ts'
import { startFakeMeilisearch } from '../support/fake-meilisearch.ts'

const { MEILI_URL, MEILI_KEY } = process.env

const words = ['机器人', '焊缝', '爬壁', '船厂', '启明', '无损', '喷涂', '锂电池', '路径规划', '光刻胶', '轴承', '振动', '涂层', '盐雾', '检出率']

async function server(): Promise<Server> {
  if (MEILI_URL !== undefined) return { url: MEILI_URL, ...(MEILI_KEY === undefined ? {} : { key: MEILI_KEY }) }
  const fake = await startFakeMeilisearch({ key: 'test-key', words })
  t.teardown(() => fake.close())
  return { url: fake.url, key: 'test-key' }
}

// A real server takes half a second for each write.
if (MEILI_URL !== undefined) t.setTimeout(900_000)

const where = MEILI_URL === undefined ? 'on the local fake' : 'on the server at MEILI_URL'

t.test(`the Meilisearch index keeps the contract, ${where}`, async (t) => {
  const place = await server()
  await searchIndexContract(t, async (t) => ownIndex(t, place))
})
