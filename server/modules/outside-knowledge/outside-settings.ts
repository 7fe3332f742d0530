import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'

const CLOSED = { additionalProperties: false }
const Service = {
  /** Whole address, such as https://models.example.org/v1/embeddings. */
  url: Type.String({ pattern: '^https?://' }),
  model: Type.String({ minLength: 1 }),
  /** File that holds the key, beside the settings or as a whole path. Left out: the service asks for none. */
  keyFile: Type.Optional(Type.String({ minLength: 1 })),
}

/** `outside-knowledge.json` in DATA_DIR. Without the file nothing is ever sent anywhere. */
const Settings = Type.Object({
  service: Type.Union([
    Type.Object({ kind: Type.Literal('embeddings'), ...Service, dimensions: Type.Integer({ minimum: 2, maximum: 16_384 }) }, CLOSED),
    Type.Object({ kind: Type.Literal('rerank'), ...Service }, CLOSED),
  ]),
  /** Share of the fused order, 0 to 1: the value that `rank` and `evaluate` measure as best. */
  weight: Type.Number({ minimum: 0, maximum: 1, default: 0.3 }),
  /** How many of the first matches are looked at again. */
  candidates: Type.Integer({ minimum: 2, maximum: 1000, default: 100 }),
  timeoutMs: Type.Integer({ minimum: 50, maximum: 60_000, default: 2000 }),
  requestsPerHour: Type.Integer({ minimum: 1, default: 1000 }),
}, CLOSED)

export type OutsideSettings = Static<typeof Settings>
type Service = OutsideSettings['service']
export type EmbeddingsSettings = Extract<Service, { kind: 'embeddings' }>
export type RerankSettings = Extract<Service, { kind: 'rerank' }>

/** Settings and key from a file; `undefined` when there is none. Throws with the field's name when they are wrong. */
export function readOutsideSettings(file: string): { settings: OutsideSettings; key: string } | undefined {
  if (!existsSync(file)) return undefined
  const given = Value.Default(Settings, JSON.parse(readFileSync(file, 'utf8')))
  if (!Value.Check(Settings, given)) {
    const [fault] = Value.Errors(Settings, given)
    throw new Error(`${file}: ${fault?.instancePath || 'settings'} ${fault?.message ?? 'is wrong'}`)
  }
  const { keyFile } = given.service
  return { settings: given, key: keyFile === undefined ? '' : readFileSync(resolve(dirname(file), keyFile), 'utf8').trim() }
}

export const outsideSettingsFile = (dataDir: string): string => join(dataDir, 'outside-knowledge.json')
