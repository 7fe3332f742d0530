import { FakeRefusal } from './fake-meilisearch-errors.ts'
import { conditionOf } from './fake-meilisearch-filter.ts'
import { searchIndex, type SearchBody } from './fake-meilisearch-search.ts'
import { checkSettings } from './fake-meilisearch-settings.ts'
import type { FakeDocument, FakeMarket } from './fake-meilisearch-state.ts'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  authorization: string | undefined
  contentType: string
  body: string
}

export interface Answer {
  status: number
  body: unknown
}

type Handler = (market: FakeMarket, uid: string, asked: Asked, rest: string) => Answer

const routes: [method: string, path: RegExp, handler: Handler][] = [
  ['GET', /^\/indexes$/, (market) => listIndexes(market)],
  ['POST', /^\/indexes$/, (market, _uid, asked) => createIndex(market, json(asked) as { uid: string; primaryKey?: string })],
  ['GET', /^\/indexes\/([^/]+)$/, (market, uid) => ok(described(market, uid))],
  ['DELETE', /^\/indexes\/([^/]+)$/, (market, uid) => deleteIndex(market, uid)],
  ['GET', /^\/indexes\/([^/]+)\/settings$/, (market, uid) => ok(market.index(uid).settings)],
  ['PATCH', /^\/indexes\/([^/]+)\/settings$/, (market, uid, asked) => changeSettings(market, uid, json(asked) as Record<string, unknown>)],
  ['GET', /^\/indexes\/([^/]+)\/stats$/, (market, uid) => ok(statsOf(market, uid))],
  ['POST', /^\/indexes\/([^/]+)\/documents$/, (market, uid, asked) => addDocuments(market, uid, asked, false)],
  ['PUT', /^\/indexes\/([^/]+)\/documents$/, (market, uid, asked) => addDocuments(market, uid, asked, true)],
  ['POST', /^\/indexes\/([^/]+)\/documents\/fetch$/, (market, uid, asked) => fetchDocuments(market, uid, json(asked) as FetchBody)],
  ['POST', /^\/indexes\/([^/]+)\/documents\/delete$/, (market, uid, asked) => deleteByFilter(market, uid, json(asked) as { filter: string | string[] })],
  ['GET', /^\/indexes\/([^/]+)\/documents\/([^/]+)$/, (market, uid, asked, id) => getDocument(market, uid, id, asked)],
  ['DELETE', /^\/indexes\/([^/]+)\/documents\/([^/]+)$/, (market, uid, _asked, id) => deleteIds(market, uid, [id])],
  ['POST', /^\/indexes\/([^/]+)\/search$/, (market, uid, asked) => ok(searchIndex(uid, market.index(uid), json(asked) as SearchBody, market.words))],
  ['POST', /^\/swap-indexes$/, (market, _uid, asked) => swap(market, json(asked) as { indexes: [string, string] }[])],
  ['GET', /^\/tasks\/(\d+)$/, (market, uid) => getTask(market, Number(uid))],
]

export function answer(market: FakeMarket, asked: Asked, key: string | undefined): Answer {
  try {
    if (asked.path === '/health') return asked.method === 'GET' ? ok({ status: 'available' }) : { status: 405, body: null }
    authorize(asked.authorization, key)
    for (const [method, path, handler] of routes) {
      const match = method === asked.method ? path.exec(asked.path) : null
      if (match !== null) return handler(market, decodeURIComponent(match[1] ?? ''), asked, decodeURIComponent(match[2] ?? ''))
    }
    return { status: 404, body: null }
  } catch (error) {
    if (error instanceof FakeRefusal) return { status: error.status, body: error.body }
    throw error
  }
}

function authorize(authorization: string | undefined, key: string | undefined): void {
  if (key === undefined) return
  if (authorization === undefined) throw new FakeRefusal(401, 'missing_authorization_header', 'The Authorization header is missing. It must use the bearer authorization method.', 'auth')
  if (authorization !== `Bearer ${key}`) throw new FakeRefusal(403, 'invalid_api_key', 'The provided API key is invalid.', 'auth')
}

const ok = (body: unknown): Answer => ({ status: 200, body })
const accepted = (body: unknown): Answer => ({ status: 202, body })

function json({ contentType, body }: Asked): unknown {
  const type = contentType.split(';')[0]
  try {
    if (type === 'application/x-ndjson') return body.split('\n').filter(Boolean).map((line) => JSON.parse(line) as unknown)
    if (type === 'application/json') return JSON.parse(body)
  } catch {
    throw new FakeRefusal(400, 'malformed_payload', 'The `json` payload provided is malformed.')
  }
  throw new FakeRefusal(415, 'invalid_content_type', `The Content-Type \`${type}\` is invalid.`)
}

function described(market: FakeMarket, uid: string) {
  const { createdAt, updatedAt, primaryKey } = market.index(uid)
  return { uid, createdAt, updatedAt, primaryKey }
}

function listIndexes(market: FakeMarket): Answer {
  const results = [...market.indexes.keys()].map((uid) => described(market, uid))
  return ok({ results, offset: 0, limit: 20, total: results.length })
}

function createIndex(market: FakeMarket, { uid, primaryKey = undefined }: { uid: string; primaryKey?: string | undefined }): Answer {
  if (!/^[A-Za-z0-9_-]+$/.test(uid)) throw new FakeRefusal(400, 'invalid_index_uid', `\`${uid}\` is not a valid index uid.`)
  const details = { primaryKey: primaryKey ?? null }
  return accepted(market.tasks.enqueue('indexCreation', uid, details, () => {
    if (market.indexes.has(uid)) throw new FakeRefusal(400, 'index_already_exists', `Index \`${uid}\` already exists.`)
    market.create(uid, primaryKey ?? null)
    return {}
  }))
}

function deleteIndex(market: FakeMarket, uid: string): Answer {
  return accepted(market.tasks.enqueue('indexDeletion', uid, { deletedDocuments: 0 }, () => {
    const deletedDocuments = market.index(uid).documents.size
    market.indexes.delete(uid)
    return { deletedDocuments }
  }))
}

function changeSettings(market: FakeMarket, uid: string, change: Record<string, unknown>): Answer {
  checkSettings(change)
  return accepted(market.tasks.enqueue('settingsUpdate', uid, change, () => {
    const index = market.indexes.get(uid) ?? market.create(uid, null)
    index.changeSettings(change)
    return Object.fromEntries(Object.entries(change).map(([field, value]) => [field, ['sortableAttributes', 'stopWords', 'dictionary'].includes(field) ? [...value as string[]].sort() : value]))
  }))
}

function statsOf(market: FakeMarket, uid: string) {
  const stored = [...market.index(uid).documents.values()]
  const fieldDistribution: Record<string, number> = {}
  for (const { fields } of stored) for (const field of Object.keys(fields)) fieldDistribution[field] = (fieldDistribution[field] ?? 0) + 1
  const embedded = stored.filter(({ vectors }) => Object.keys(vectors).length > 0).length
  return { numberOfDocuments: stored.length, rawDocumentDbSize: 0, avgDocumentSize: 0, isIndexing: false, numberOfEmbeddings: embedded, numberOfEmbeddedDocuments: embedded, fieldDistribution }
}

function addDocuments(market: FakeMarket, uid: string, asked: Asked, partial: boolean): Answer {
  const documents = json(asked) as FakeDocument[]
  const details = { receivedDocuments: documents.length, indexedDocuments: 0 }
  return accepted(market.tasks.enqueue('documentAdditionOrUpdate', uid, details, () => {
    const index = market.indexes.get(uid) ?? market.create(uid, asked.query.get('primaryKey'))
    const chokes = documents.map(market.chokesOn).find(Boolean)
    if (chokes === 'system') throw new FakeRefusal(422, 'no_space_left_on_device', 'No space left on device', 'system')
    if (chokes === true) throw new FakeRefusal(500, 'internal', 'An internal error has occurred.', 'internal')
    index.add(uid, documents, partial)
    return { indexedDocuments: documents.length }
  }))
}

interface FetchBody { filter?: string; fields?: string[]; offset?: number; limit?: number }

function fetchDocuments(market: FakeMarket, uid: string, { filter, fields, offset = 0, limit = 20 }: FetchBody): Answer {
  const index = market.index(uid)
  const passes = conditionOf(filter, index.settings.filterableAttributes, 'invalid_document_filter')
  const found = [...index.documents.values()].map((one) => one.fields).filter(passes)
  const results = found.slice(offset, offset + limit).map((document) => only(document, fields))
  return ok({ results, offset, limit, total: found.length })
}

function only(document: FakeDocument, fields: readonly string[] | undefined): FakeDocument {
  return fields === undefined ? document : Object.fromEntries(Object.entries(document).filter(([field]) => fields.includes(field)))
}

function getDocument(market: FakeMarket, uid: string, id: string, { query }: Asked): Answer {
  const stored = market.index(uid).documents.get(id)
  if (stored === undefined) throw new FakeRefusal(404, 'document_not_found', `Document \`${id}\` not found.`)
  const embeddings = Object.entries(stored.vectors).map(([name, vector]) => [name, { embeddings: [vector], regenerate: false }])
  return ok({ ...only(stored.fields, query.get('fields')?.split(',')), ...(query.get('retrieveVectors') === 'true' ? { _vectors: Object.fromEntries(embeddings) } : {}) })
}

function deleteIds(market: FakeMarket, uid: string, ids: string[]): Answer {
  const details = { providedIds: ids.length, deletedDocuments: 0, originalFilter: null }
  return accepted(market.tasks.enqueue('documentDeletion', uid, details, () => ({ deletedDocuments: market.index(uid).remove(ids) })))
}

function deleteByFilter(market: FakeMarket, uid: string, { filter }: { filter: string | string[] }): Answer {
  const filterable = market.index(uid).settings.filterableAttributes
  const passes = conditionOf(filter, filterable, 'invalid_document_filter')
  const details = { providedIds: 0, deletedDocuments: 0, originalFilter: JSON.stringify(filter) }
  return accepted(market.tasks.enqueue('documentDeletion', uid, details, () => {
    const ids = [...market.index(uid).documents].filter(([, one]) => passes(one.fields)).map(([id]) => id)
    return { deletedDocuments: market.index(uid).remove(ids) }
  }))
}

function swap(market: FakeMarket, swaps: { indexes: [string, string] }[]): Answer {
  const pairs = swaps.map((one) => one.indexes)
  if (new Set(pairs.flat()).size < pairs.flat().length) throw new FakeRefusal(400, 'invalid_swap_duplicate_index_found', 'Indexes must be declared only once during a swap.')
  const details = { swaps: pairs.map((indexes) => ({ indexes, rename: false })) }
  return accepted(market.tasks.enqueue('indexSwap', null, details, () => {
    market.swap(pairs)
    return {}
  }))
}

function getTask(market: FakeMarket, uid: number): Answer {
  const task = market.tasks.all[uid]
  if (task === undefined) throw new FakeRefusal(404, 'task_not_found', `Task \`${uid}\` not found.`)
  return ok(task)
}
