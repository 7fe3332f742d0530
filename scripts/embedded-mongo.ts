import { parseArgs } from 'node:util'
import { startEmbeddedMongo } from '../server/embedded-mongo/embedded-mongo.ts'

/** Runs the embedded MongoDB stand-in alone: `--data DIR [--socket PATH]`. */
const { values } = parseArgs({ options: { data: { type: 'string' }, socket: { type: 'string' } } })
if (values.data === undefined) {
  console.error('usage: embedded-mongo --data DIR [--socket PATH]')
  process.exit(2)
}

const server = await startEmbeddedMongo({
  dataDir: values.data,
  ...(values.socket === undefined ? {} : { socketPath: values.socket }),
  log: message => { console.error(message) },
})
console.log(server.joined ? `already running: ${server.uri}` : `listening: ${server.uri}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { void server.close() })
