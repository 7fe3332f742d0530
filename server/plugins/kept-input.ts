import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { createSecretBox } from '../secret-box.ts'

/** What somebody typed into a form after their session had ended. */
export interface KeptInput { path: string; values: Record<string, unknown> }

const HOUR = 3_600_000
/** A form of ours holds far less; the sealed text has to fit into a form again. */
const MOST = 700_000

/** Input travels through the sign-in page sealed: nobody can write it for somebody else, and it is worth nothing after an hour. */
export interface InputKeeper {
  /** Undefined when there is more than a form can carry. */
  seal(input: KeptInput, now: Date): string | undefined
  open(sealed: string, now: Date): KeptInput | undefined
}

export function createInputKeeper(secret: string): InputKeeper {
  const box = createSecretBox(secret, 'kept input')
  return {
    seal({ path, values }, now) {
      const until = now.getTime() + HOUR
      const packed = deflateRawSync(JSON.stringify({ path, values: withoutSecrets(values), until }))
      return packed.length > MOST ? undefined : box.seal(packed)
    },
    open(sealed, now) {
      const packed = box.open(sealed)
      if (!packed) return undefined
      const { path, values, until } = JSON.parse(inflateRawSync(packed).toString()) as KeptInput & { until: number }
      return now.getTime() < until ? { path, values } : undefined
    },
  }
}

/** Passwords and one-time codes are typed again; files can't be carried along. */
function withoutSecrets(values: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(values).filter(([name, value]) => !/password|^code$/i.test(name) && !isFile(value))
  return Object.fromEntries(kept)
}

const isFile = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(isFile) : typeof value === 'object' && value !== null && 'bytes' in value

/** Nested values as a form sends them again: `indicators[0][name]`. */
export function formFields(values: Record<string, unknown>): { name: string; value: string }[] {
  return Object.entries(values).flatMap(([name, value]) => fieldsOf(name, value))
}

function fieldsOf(name: string, value: unknown): { name: string; value: string }[] {
  if (Array.isArray(value)) return value.flatMap((one, i) => fieldsOf(`${name}[${i}]`, one))
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, one]) => fieldsOf(`${name}[${key}]`, one))
  return value === undefined || value === null ? [] : [{ name, value: String(value) }]
}
