import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { resolve } from 'node:path'
import { envSchema } from 'env-schema'
import Type, { type Static } from 'typebox'

/** Everything the environment may say; each name also as `…_FILE`, the path of a file that holds the value. */
const Environment = Type.Object({
  NODE_ENV: Type.String({ default: 'development' }),
  HOST: Type.String({ default: '127.0.0.1' }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65_535 }),
  DATA_DIR: Type.String({ default: 'data' }),
  PUBLIC_URL: Type.String({ default: '' }),
  MONGODB_URI: Type.String({ default: '' }),
  MEILI_URL: Type.String({ default: '' }),
  MEILI_KEY: Type.String({ default: '' }),
  SMTP_URL: Type.String({ default: '' }),
  MAIL_FROM: Type.String({ default: '' }),
  JWT_SECRET: Type.String({ default: '' }),
  SEAL_KEY: Type.String({ default: '' }),
  LOG_LEVEL: Type.String({ default: 'info', enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] }),
  DEMO: Type.String({ default: '' }),
})

export interface Config {
  production: boolean
  host: string
  port: number
  dataDir: string
  /** Without a slash at the end. */
  publicUrl: string
  secure: boolean
  mongodbUri: string
  meiliUrl: string
  meiliKey: string
  smtpUrl: string
  mailFrom: string
  jwtSecret: string
  /** Outside the database and its backups; empty where nobody has given one. */
  sealKey: string
  logLevel: string
  demo: boolean
}

/** What is wrong with the environment, in words for the operator; nothing is started. */
export class ConfigError extends Error {}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const values = parse(withFiles(env))
  const production = values.NODE_ENV === 'production'
  const publicUrl = (values.PUBLIC_URL || `http://${urlHost(values.HOST)}:${values.PORT}`).replace(/\/+$/, '')
  // Asked first: what follows takes it apart. Without its http:// a host would pass for a scheme.
  if (!/^https?:\/\//.test(publicUrl) || !URL.canParse(publicUrl)) throw new ConfigError(`PUBLIC_URL is no address: ${publicUrl}`)
  const config: Config = {
    production,
    host: values.HOST, port: values.PORT, dataDir: resolve(values.DATA_DIR),
    publicUrl, secure: publicUrl.startsWith('https://'),
    mongodbUri: values.MONGODB_URI, meiliUrl: values.MEILI_URL, meiliKey: values.MEILI_KEY,
    smtpUrl: values.SMTP_URL, mailFrom: values.MAIL_FROM || `jiebang@${new URL(publicUrl).hostname}`,
    jwtSecret: values.JWT_SECRET, sealKey: values.SEAL_KEY, logLevel: values.LOG_LEVEL,
    demo: values.DEMO === '' ? !production && isLoopback(values.HOST) : values.DEMO !== '0',
  }
  check(config, values)
  return config
}

function parse(env: Record<string, string | undefined>): Static<typeof Environment> {
  try {
    return envSchema<Static<typeof Environment>>({ schema: Environment, data: env, env: false })
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

/** `JWT_SECRET_FILE=/run/secrets/jwt` stands for the file's content, without the line break at its end. */
function withFiles(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const names = Object.keys(Environment.properties).filter((name) => env[`${name}_FILE`] && !env[name])
  const read = names.map((name) => [name, readSecret(name, env[`${name}_FILE`] ?? '')])
  const given = Object.entries(env).filter(([name]) => name in Environment.properties)
  return Object.fromEntries([...given, ...read]) as Record<string, string>
}

function readSecret(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd()
  } catch (error) {
    throw new ConfigError(`${name}_FILE: ${(error as Error).message}`)
  }
}

function check(config: Config, values: Static<typeof Environment>): void {
  if (config.demo && !isLoopback(config.host)) {
    throw new ConfigError('DEMO prints passwords, so it runs on loopback only: set DEMO=0 or HOST=127.0.0.1')
  }
  // Not shown: it may hold a password. Found out now, not with the first mail.
  if (config.smtpUrl && !(/^smtps?:\/\/./.test(config.smtpUrl) && URL.canParse(config.smtpUrl))) {
    throw new ConfigError('SMTP_URL is no address of a mail server: smtp://host:port or smtps://user:password@host, with / : @ # ? in a password written as %2F %3A %40 %23 %3F')
  }
  if (!config.production) return
  if (config.demo) throw new ConfigError('DEMO is refused in production mode: set DEMO=0')
  const missing = (['JWT_SECRET', 'SEAL_KEY', 'PUBLIC_URL'] as const).filter((name) => values[name] === '')
  if (missing.length > 0) throw new ConfigError(`production mode needs ${missing.join(', ')} (or ${missing[0]}_FILE)`)
  for (const [name, secret] of [['JWT_SECRET', config.jwtSecret], ['SEAL_KEY', config.sealKey]] as const) {
    if (secret.length < 32) throw new ConfigError(`${name} needs at least 32 characters: openssl rand -hex 32`)
  }
}

export function isLoopback(host: string): boolean {
  const own = Object.values(networkInterfaces()).flat().filter((one) => one?.internal).map((one) => one?.address)
  return host === 'localhost' || host.startsWith('127.') || own.includes(host)
}

const urlHost = (host: string): string => (host.includes(':') ? `[${host}]` : host)
