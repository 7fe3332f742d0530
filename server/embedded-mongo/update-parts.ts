import type { Position } from './paths.ts'
import type { Doc, Maybe } from './values.ts'

/** The new value of a field, or undefined to leave it as it is. */
export type Change = (current: Maybe, path: string) => Maybe

/** The document after the update; the one given stays as it is. `inserting` is an upsert's new document. */
export type Update = (doc: Doc, position: Position, inserting: boolean) => Doc
