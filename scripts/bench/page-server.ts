import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { loadDemo } from '../../server/demo/demo-loader.ts'
import { startEmbeddedMongo } from '../../server/embedded-mongo/embedded-mongo.ts'
import { systemClock } from '../../server/kernel/clock.ts'
import { loadRegion } from '../../server/region.ts'
import { openDatabase } from '../../server/store/database.ts'

/** The measured process: a bare Fastify on one port, the application with its demonstration on another. */
const hello = Fastify()
hello.get('/', () => ({ hello: 'world' }))
await hello.listen({ port: 0, host: '127.0.0.1' })

const dataDir = mkdtempSync(join(tmpdir(), 'jiebang-bench-'))
const config = readConfig({ DATA_DIR: dataDir, JWT_SECRET: 'only for measuring, never for use', LOG_LEVEL: 'silent' })
const store = await startEmbeddedMongo({ dataDir: join(dataDir, 'store') })
const app = await buildApp({ config, connection: await openDatabase(store.uri), clock: systemClock, rateLimits: false })
await loadRegion(app.services)
await loadDemo(app.services, systemClock.now())
await app.background.settle()
await app.http.listen({ port: 0, host: '127.0.0.1' })

const [need] = await app.services.needs.inStatus(['published'], { limit: 1 })
const portOf = (address: unknown): number => (address as { port: number }).port
process.send?.({
  hello: portOf(hello.server.address()), app: portOf(app.http.server.address()), need: need?.id, resident: process.memoryUsage().rss,
})
