import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { loadDemo } from '../../server/demo/demo-loader.ts'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { systemClock } from '../../server/kernel/clock.ts'
import { loadRegion } from '../../server/region.ts'
import { openDatabase } from '../../server/store/database.ts'

/** `url` is the list of needs. */
export interface Serving { app: App; port: number; url: string; close(): Promise<void> }

/** The application with its demonstration in this process, on a port of its own. */
export async function startServing(): Promise<Serving> {
  const dataDir = mkdtempSync(join(tmpdir(), 'jiebang-bench-'))
  const config = readConfig({ DATA_DIR: dataDir, JWT_SECRET: 'only for measuring, never for use', LOG_LEVEL: 'silent' })
  const store = await startEmbeddedMongo({ dataDir: join(dataDir, 'store') })
  const app = await buildApp({ config, connection: await openDatabase(store.uri), clock: systemClock, rateLimits: false })
  await loadRegion(app.services)
  await loadDemo(app.services, systemClock.now())
  await app.background.settle()
  await app.http.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.http.server.address() as AddressInfo
  const close = async () => {
    await app.http.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { app, port, url: `http://127.0.0.1:${port}/needs`, close }
}
