import type { Meilisearch } from 'meilisearch'
import type { StoredDocument } from './meilisearch-document.ts'
import { filterExpression } from './meilisearch-filter.ts'
import { meilisearchSettings } from './meilisearch-settings.ts'
import { FailedTask, isMissingIndex, settled } from './meilisearch-tasks.ts'

/** 200 vectors are about 3 MB of JSON; the server's limit is 100 MB, its patience is shorter. */
const batchSize = 200

export interface LostDocument {
  document: StoredDocument
  reason: string
}

/** Creates the index and its settings; harmless when both are there already. */
export async function ensureIndex(client: Meilisearch, uid: string): Promise<void> {
  try {
    await settled(client, client.createIndex(uid, { primaryKey: 'key' }))
  } catch (error) {
    if (!(error instanceof FailedTask) || error.code !== 'index_already_exists') throw error
  }
  await settled(client, client.index(uid).updateSettings(meilisearchSettings))
}

/** Writes documents in batches; answers with those that the server would not have. */
export async function writeDocuments(client: Meilisearch, uid: string, documents: readonly StoredDocument[]): Promise<LostDocument[]> {
  const lost: LostDocument[] = []
  for (let from = 0; from < documents.length; from += batchSize) {
    lost.push(...await writeBatch(client, uid, documents.slice(from, from + batchSize)))
  }
  return lost
}

/** One bad document fails its whole batch: halve it until the bad one stands alone. What was no refusal is tried twice. */
async function writeBatch(client: Meilisearch, uid: string, batch: readonly StoredDocument[], again = true): Promise<LostDocument[]> {
  try {
    await settled(client, client.index(uid).addDocuments([...batch], { primaryKey: 'key' }))
    return []
  } catch (error) {
    if (!(error instanceof FailedTask) || isMissingIndex(error)) throw error
    if (again && !error.isRefusal) return writeBatch(client, uid, batch, false)
    if (batch.length === 1) return [{ document: batch[0]!, reason: error.message }]
    const middle = batch.length >> 1
    return [...await writeBatch(client, uid, batch.slice(0, middle)), ...await writeBatch(client, uid, batch.slice(middle))]
  }
}

export async function deleteDocuments(client: Meilisearch, uid: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  try {
    await settled(client, client.index(uid).deleteDocuments({ filter: filterExpression({ ids: [...ids] }) }))
  } catch (error) {
    if (!isMissingIndex(error)) throw error
  }
}

/** Deleting what is not there is done already. */
export async function dropIndex(client: Meilisearch, uid: string): Promise<void> {
  try {
    await settled(client, client.deleteIndex(uid))
  } catch (error) {
    if (!isMissingIndex(error)) throw error
  }
}
