import type { Connection } from 'mongoose'
import type { Config } from '../server/config.ts'
import { loadDemo } from '../server/demo/demo-loader.ts'
import { startEmbeddedMongo } from '../server/embedded-mongo/embedded-mongo.ts'
import { systemClock } from '../server/kernel/clock.ts'
import { loadRegion } from '../server/region.ts'
import { createServices, type Services } from '../server/services.ts'
import { buildIndexes, openDatabase } from '../server/store/database.ts'

/** What the server works with, for a command beside it: the same database, no pages, nothing in the background. */
export async function openServices(config: Config, say: (line: string) => void): Promise<{ services: Services; close(): Promise<void> }> {
  const { connection, joined, close } = await openStoreBeside(config, say)
  return { services: await prepared(connection, config, joined), close }
}

/** The database alone, as it is. */
export async function openStoreBeside(config: Config, say: (line: string) => void): Promise<{ connection: Connection; joined: boolean; close(): Promise<void> }> {
  const store = config.mongodbUri ? undefined : await startEmbeddedMongo({ dataDir: `${config.dataDir}/store` })
  if (store?.joined) say(`${config.dataDir} is in use: joining the Jiebang that runs on it`)
  const connection = await openDatabase(config.mongodbUri || (store?.uri ?? ''))
  return {
    connection, joined: store?.joined ?? false,
    async close() {
      await connection.close()
      await store?.close()
    },
  }
}

/** A folder that has never been started is filled as a first start would. */
async function prepared(connection: Connection, config: Config, running: boolean): Promise<Services> {
  const services = createServices(connection, { clock: systemClock, config })
  await buildIndexes(connection)
  if (running || config.mongodbUri) return services
  await loadRegion(services)
  if (config.demo) await loadDemo(services, systemClock.now())
  return services
}
