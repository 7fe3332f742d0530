import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Test } from 'tap'
import { ROOT } from '../../server/root.ts'
import { nodeArgs } from '../support/node-args.ts'

const PATIENCE_MS = 90_000

export interface ServerProcess {
  /** Everything it has said so far. */
  said(): string
  /** Where it listens, once it has said so. */
  address: Promise<string>
  ended: Promise<{ code: number | null; signal: string | null }>
  send(signal: NodeJS.Signals): void
}

/** The server as an operator starts it, on a folder of the test's own and any free port. */
export function startServer(t: Test, env: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, nodeArgs('server/main'), {
    cwd: ROOT, env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PORT: '0', DEMO: '0', LOG_LEVEL: 'silent', ...env },
  })
  let said = ''
  const heard = (chunk: Buffer): void => { said += chunk.toString() }
  child.stdout.on('data', heard)
  child.stderr.on('data', heard)
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as string | null }))
  t.teardown(async () => { child.kill('SIGKILL'); await ended })
  const address = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not started: ${said}`)), PATIENCE_MS)
    child.stdout.on('data', () => {
      const link = /Jiebang 揭榜: (http\S+)/.exec(said)?.[1]
      if (link) { clearTimeout(timer); resolve(link) }
    })
    void ended.then(() => { clearTimeout(timer); reject(new Error(`ended: ${said}`)) })
  })
  address.catch(() => undefined)
  return { said: () => said, address, ended, send: (signal) => { child.kill(signal) } }
}
