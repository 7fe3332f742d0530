import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now()
  const value = await work()
  return { ms: performance.now() - started, value }
}

export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes in use after collecting what nobody needs: objects and typed arrays, not what a library holds outside. */
export function heapUsed(): number {
  collect()
  const { heapUsed: objects, arrayBuffers } = process.memoryUsage()
  return objects + arrayBuffers
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
