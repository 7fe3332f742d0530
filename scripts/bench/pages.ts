import { fork } from 'node:child_process'
import { join } from 'node:path'
import autocannon from 'autocannon'

interface Ports { hello: number; app: number; need: string; resident: number }

/** Public pages, uncached, against a bare Fastify in the same process and run. */
export async function run(): Promise<void> {
  const child = fork(join(import.meta.dirname, 'page-server.ts'), { execArgv: ['--import=tsx'] })
  const ports = await new Promise<Ports>((resolve) => child.once('message', (message) => resolve(message as Ports)))
  const hello = await rate(`http://127.0.0.1:${ports.hello}/`)
  console.log(`bare Fastify hello         ${hello.toFixed(0).padStart(7)} requests/s`)
  for (const [name, path] of [['home', '/'], ['list of needs', '/needs'], ['need page', `/needs/${ports.need}`], ['need by API', `/api/v1/needs/${ports.need}`]]) {
    const measured = await rate(`http://127.0.0.1:${ports.app}${path}`)
    console.log(`${String(name).padEnd(26)} ${measured.toFixed(0).padStart(7)} requests/s, ratio ${(measured / hello).toFixed(3)}`)
  }
  console.log(`resident memory after loading ${(ports.resident / 2 ** 20).toFixed(0)} MB`)
  child.kill()
}

async function rate(url: string): Promise<number> {
  await autocannon({ url, connections: 16, duration: 2 })
  const { requests, non2xx } = await autocannon({ url, connections: 16, duration: 5 })
  if (non2xx > 0) throw new Error(`${url} answered ${non2xx} times with something else than 2xx`)
  return requests.average
}
