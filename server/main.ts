import { type App, buildApp } from './app.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { demoAccounts, loadDemo } from './demo/demo-loader.ts'
import { type EmbeddedMongo, startEmbeddedMongo } from './embedded-mongo/embedded-mongo.ts'
import { systemClock } from './kernel/clock.ts'
import { WrongSealKey } from './modules/sealing/key-vault.ts'
import { loadRegion } from './region.ts'
import { keptSecret } from './secrets.ts'
import { openDatabase } from './store/database.ts'

/** Longer than any request should take; whoever is still waiting then is cut off. */
const STOP_PATIENCE_MS = 10_000

/** A request that came in just before a deadline, to another process. */
const LAST_MOMENT_MS = 1000

async function main(): Promise<void> {
  const config = configured()
  const store = config.mongodbUri ? undefined : await ownStore(config)
  const connection = await openDatabase(config.mongodbUri || (store?.uri ?? ''))
  const app = await buildApp({ config, connection, clock: systemClock, patience: LAST_MOMENT_MS })
  await loadRegion(app.services)
  if (config.demo) await loadDemo(app.services, systemClock.now())
  app.background.start()
  await app.http.listen({ host: config.host, port: config.port })
  announce(config, app)
  onSignal(async () => {
    await app.close()
    await connection.close()
    await store?.close()
  })
}

function configured(): Config {
  const config = readConfig(process.env)
  return config.jwtSecret ? config : { ...config, jwtSecret: keptSecret(config.dataDir, 'jwt-secret') }
}

/** One process serves a data folder; a second one says so instead of running beside it. */
async function ownStore({ dataDir }: Config): Promise<EmbeddedMongo> {
  const store = await startEmbeddedMongo({ dataDir: `${dataDir}/store` })
  if (store.joined) throw new ConfigError(`${dataDir} is in use: Jiebang is already running on it. Stop it first, or set DATA_DIR.`)
  return store
}

/** What somebody in front of a terminal needs; everything else goes to the log. */
function announce(config: Config, app: App): void {
  const address = app.http.addresses()[0]
  const port = typeof address === 'object' ? address.port : config.port
  const link = config.publicUrl.endsWith(':0') ? config.publicUrl.replace(/:0$/, `:${port}`) : config.publicUrl
  const lines = ['', `Jiebang 揭榜: ${link}`]
  if (config.demo) lines.push('', 'Demonstration, all fictional. Sign in as:', ...accountLines(config), '', 'Mail is kept in the data folder; staff read it at /staff/mail')
  console.log(`${lines.join('\n')}\n`)
}

function accountLines({ dataDir }: Config): string[] {
  const accounts = demoAccounts(dataDir)
  return accounts.map(({ part, email, password }) => `  ${part.padEnd(20)} ${email.padEnd(32)} ${password}`)
}

function onSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref()
      void stop().then(() => process.exit(0), () => process.exit(1))
    })
  }
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof WrongSealKey) console.error(error.message)
  else console.error(error)
  process.exit(1)
})
