import Type, { type Static } from 'typebox'
import { IMPORT_KINDS, IMPORT_STATUSES, type ImportView } from './import-job.ts'
import { MAX_FILE_BYTES } from './raw-table.ts'

const CLOSED = { additionalProperties: false }
const choice = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] })
const orNull = (schema: object) => Type.Unsafe<unknown>({ anyOf: [schema, { type: 'null' }] })

/** Base64 is a third longer than the file, and the rest of the body is small. */
export const MAX_BODY_BYTES = Math.ceil(MAX_FILE_BYTES * 1.4)

export const ImportBody = Type.Object({
  kind: choice(IMPORT_KINDS),
  fileName: Type.String({ minLength: 1, maxLength: 200, description: 'Its ending says what it is: .csv, .xlsx or .jsonl' }),
  content: Type.String({ minLength: 1, description: 'The file in base64, at most 20 MB before' }),
  organisation: Type.String({ maxLength: 120, default: '', description: 'Name, credit code or id of whom rows without one belong to' }),
}, CLOSED)
export type ImportBody = Static<typeof ImportBody>

const tally = Type.Object({ created: Type.Integer(), updated: Type.Integer(), unchanged: Type.Integer(), kept: Type.Integer() })
const when = { type: 'string', format: 'date-time' }

export const ImportAnswer = Type.Unsafe<ImportView>(Type.Object({
  id: Type.String(), kind: choice(IMPORT_KINDS), fileName: Type.String(), digest: Type.String(), organisation: Type.String(),
  status: choice(IMPORT_STATUSES), startedAt: Type.Unsafe<unknown>(when), rows: Type.Integer(), encoding: orNull({ type: 'string' }),
  ignored: Type.Array(Type.String()),
  faults: Type.Array(Type.Object({ line: Type.Integer(), column: Type.String(), key: Type.String(), cell: Type.String() })),
  faultCount: Type.Integer(), plan: tally, written: tally, position: Type.Integer(), batches: Type.Integer(), problem: Type.String(),
  finishedAt: orNull(when), revision: Type.Integer(),
}))

export const ImportList = Type.Object({ items: Type.Array(ImportAnswer), next: Type.Null() })
