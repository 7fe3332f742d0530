import { FakeRefusal, missingIndex } from './fake-meilisearch-errors.ts'
import { changedSettings, defaultSettings, type FakeSettings } from './fake-meilisearch-settings.ts'
import { FakeTasks } from './fake-meilisearch-tasks.ts'

export type FakeDocument = Record<string, unknown>

export interface FakeStored {
  fields: FakeDocument
  vectors: Record<string, number[]>
}

/** One index: documents in order of their first arrival, and settings. */
export class FakeIndex {
  documents = new Map<string, FakeStored>()
  settings: FakeSettings = defaultSettings()
  readonly primaryKey: string | null
  readonly createdAt = new Date().toISOString()
  updatedAt = this.createdAt

  constructor(primaryKey: string | null) {
    this.primaryKey = primaryKey
  }

  changeSettings(change: Record<string, unknown>): void {
    this.settings = changedSettings(this.settings, change)
  }

  /** All or nothing: one bad document refuses its whole batch. */
  add(uid: string, documents: readonly FakeDocument[], partial: boolean): void {
    const next = new Map(this.documents)
    documents.forEach((document) => this.#idOf(document))
    for (const document of documents) this.#addOne(uid, next, document, partial)
    this.documents = next
    this.updatedAt = new Date().toISOString()
  }

  #addOne(uid: string, next: Map<string, FakeStored>, document: FakeDocument, partial: boolean): void {
    const id = this.#idOf(document)
    const before = partial ? next.get(id) : undefined
    const { _vectors: given, ...fields } = document
    const vectors = this.#vectorsOf(uid, id, given, before ?? (given === undefined ? next.get(id) : undefined))
    next.set(id, { fields: { ...before?.fields, ...fields }, vectors })
  }

  #idOf(document: FakeDocument): string {
    const key = this.primaryKey ?? 'id'
    const id = document[key]
    if (id === undefined) throw new FakeRefusal(400, 'missing_document_id', `Document doesn't have a \`${key}\` attribute: \`${JSON.stringify(document)}\`.`)
    if (!/^[A-Za-z0-9_-]{1,511}$/.test(String(id))) throw new FakeRefusal(400, 'invalid_document_id', `Document identifier \`${JSON.stringify(id)}\` is invalid.`)
    return String(id)
  }

  #vectorsOf(uid: string, id: string, given: unknown, before: FakeStored | undefined): Record<string, number[]> {
    const found: Record<string, number[]> = {}
    for (const [name, { dimensions }] of Object.entries(this.settings.embedders)) {
      const vector = (given as Record<string, number[] | null> | undefined)?.[name]
      if (vector === null) continue
      const kept = vector ?? before?.vectors[name]
      if (kept === undefined) throw new FakeRefusal(400, 'vector_embedding_error', `Index \`${uid}\`: no vectors provided for document \`${id}\``)
      if (kept.length !== dimensions) throw new FakeRefusal(400, 'invalid_vector_dimensions', `Index \`${uid}\`: Invalid vector dimensions in document with id \`${id}\``)
      found[name] = kept.map(Math.fround)
    }
    return found
  }

  remove(ids: readonly string[]): number {
    const next = new Map(this.documents)
    const removed = ids.filter((id) => next.delete(id)).length
    this.documents = next
    return removed
  }
}

/** Everything the fake server keeps. */
export class FakeMarket {
  indexes = new Map<string, FakeIndex>()
  readonly tasks = new FakeTasks()
  readonly words: readonly string[]
  readonly chokesOn: (document: FakeDocument) => boolean | 'system'

  constructor(words: readonly string[], chokesOn: (document: FakeDocument) => boolean | 'system') {
    this.words = words
    this.chokesOn = chokesOn
  }

  index(uid: string): FakeIndex {
    const index = this.indexes.get(uid)
    if (index === undefined) throw missingIndex(uid)
    return index
  }

  create(uid: string, primaryKey: string | null): FakeIndex {
    const index = new FakeIndex(primaryKey)
    this.indexes.set(uid, index)
    return index
  }

  swap(pairs: readonly [string, string][]): void {
    for (const pair of pairs) pair.forEach((uid) => this.index(uid))
    for (const [a, b] of pairs) {
      const [first, second] = [this.index(a), this.index(b)]
      this.indexes.set(a, second).set(b, first)
    }
  }
}
