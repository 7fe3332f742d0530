import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { ConfigError } from '../config.ts'
import type { DkimKey } from './smtp-transport.ts'

const Settings = Type.Object({
  dkim: Type.Optional(Type.Object({
    domainName: Type.String({ minLength: 3 }), keySelector: Type.String({ minLength: 1 }), privateKeyFile: Type.String({ minLength: 1 }),
  }, { additionalProperties: false })),
  perMinute: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 1 }))),
}, { additionalProperties: false })

export interface MailSettings { dkim?: DkimKey; perMinute: Record<string, number> }

const FILE = 'mail.json'

/**
 * What an operator may set beside SMTP_URL, in `mail.json` of the data folder:
 * `{ "dkim": { "domainName", "keySelector", "privateKeyFile" }, "perMinute": { "qq.com": 60, "*": 300 } }`.
 * The key file's path counts from that folder. Without the file, messages are neither signed nor slowed down.
 */
export function readMailSettings(dataDir: string): MailSettings {
  const path = join(dataDir, FILE)
  const written = textOf(path)
  if (written === undefined) return { perMinute: {} }
  const { dkim, perMinute = {} } = parsed(path, written)
  return { perMinute, ...(dkim ? { dkim: keyOf(path, dkim) } : {}) }
}

function parsed(path: string, written: string): Static<typeof Settings> {
  const value = jsonIn(path, written)
  if (Value.Check(Settings, value)) return value
  const [first] = Value.Errors(Settings, value)
  throw new ConfigError(`${path}: ${first?.instancePath ?? ''} ${first?.message ?? ''}`)
}

function jsonIn(path: string, written: string): unknown {
  try {
    return JSON.parse(written)
  } catch (error) {
    throw new ConfigError(`${path}: ${(error as Error).message}`)
  }
}

function keyOf(path: string, { domainName, keySelector, privateKeyFile }: { domainName: string; keySelector: string; privateKeyFile: string }): DkimKey {
  const privateKey = textOf(resolve(dirname(path), privateKeyFile))
  if (privateKey === undefined) throw new ConfigError(`${path}: there is no ${privateKeyFile}`)
  return { domainName, keySelector, privateKey }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
}
