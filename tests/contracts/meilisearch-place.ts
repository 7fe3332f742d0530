import { randomUUID } from 'node:crypto'
import { Meilisearch } from 'meilisearch'
import type { Test } from 'tap'
import { MeilisearchIndex } from '../../server/modules/search/meilisearch-index.ts'

export interface Server {
  url: string
  key?: string
}

/** An index on a server under a prefix of its own; everything under the prefix is deleted after the test. */
export function ownIndex(t: Test, server: Server): MeilisearchIndex {
  const prefix = `test-${randomUUID().slice(0, 8)}-`
  const index = new MeilisearchIndex({ ...server, prefix })
  t.teardown(async () => {
    await index.close()
    await sweep(server, prefix)
  })
  return index
}

async function sweep({ url, key }: Server, prefix: string): Promise<void> {
  const client = new Meilisearch({ host: url, ...(key === undefined ? {} : { apiKey: key }) })
  const { results } = await client.getRawIndexes({ limit: 1000 })
  for (const { uid } of results.filter((one) => one.uid.startsWith(prefix))) await client.deleteIndex(uid).waitTask()
}
