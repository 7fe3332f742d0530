import type { Collection } from './catalog.ts'
import { checkNamespace } from './command.ts'
import type { Scope } from './expression.ts'
import { MongoError } from './mongo-error.ts'
import { valueAt } from './paths.ts'
import type { PipelineWriter, Target } from './pipeline-parts.ts'
import { docOf, findNow } from './query.ts'
import { type Doc, isDoc, newDoc, type Value } from './values.ts'
import { type Database, insertDocument } from './write-operations.ts'

/** Writes what a pipeline ends with into a collection. */
export function pipelineWriter(database: Database & { readonly database: string }, durable: boolean, scope: Scope): PipelineWriter {
  const namespaceOf = (target: Target): string => checkNamespace(target.database ?? database.database, target.collection)
  return {
    async replaceAll(target, source) {
      const docs: Doc[] = []
      for await (const batch of source) docs.push(...batch)
      await database.storage.write(() => { refill(database, namespaceOf(target), docs) }, durable)
    },
    async mergeAll(target, source, on, decide) {
      const namespace = namespaceOf(target)
      for await (const batch of source) {
        await database.storage.write(() => {
          const collection = database.catalog.ensure(namespace)
          checkUniqueOn(collection, on)
          for (const doc of batch) mergeOne(database, collection, doc, on, decide, scope)
        }, durable)
      }
    },
  }
}

/** The indexes stay, the documents are exchanged. */
function refill(database: Database, namespace: string, docs: readonly Doc[]): void {
  const { catalog, records, storage } = database
  const known = catalog.get(namespace)
  const specs = known?.indexes.filter(({ name }) => name !== '_id_').map(({ spec }) => spec) ?? []
  const options = known?.options
  if (known) catalog.drop(known)
  const collection = catalog.ensure(namespace, options)
  for (const spec of specs) records.build(collection, catalog.newIndex(collection, spec))
  for (const doc of docs) insertDocument({ catalog, records, storage }, collection, doc)
}

function checkUniqueOn(collection: Collection, on: readonly string[]): void {
  const covered = collection.indexes.some(index => index.unique && index.fields.length === on.length && on.every(field => index.fields.includes(field)))
  if (!covered) throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique')
}

function mergeOne(database: Database, collection: Collection, incoming: Doc, on: readonly string[], decide: (existing: Doc | undefined, incoming: Doc) => Doc | undefined, scope: Scope): void {
  const filter = newDoc(...on.map((field): Doc => ({ [field]: newDoc({ $eq: onValue(incoming, field) }) })))
  const [found] = findNow({ storage: database.storage, collection, scope }, { filter, limit: 1 })
  const made = decide(found && docOf(found), incoming)
  if (!made) return
  if (found) database.records.replace(collection, found.record, docOf(found), made)
  else insertDocument(database, collection, made)
}

function onValue(doc: Doc, field: string): Value {
  const value = valueAt(doc, field.split('.'))
  if (value === undefined && field === '_id') return null
  if (value === undefined || value === null || Array.isArray(value) || isDoc(value) && field !== '_id') throw new MongoError(51132, `$merge write error: 'on' field cannot be missing, null, undefined or an array`)
  return value
}
