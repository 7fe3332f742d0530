import { get } from 'node:http'

/** Asks for one page thirty times a second, from a process of its own, and tells how long each answer took. */
const url = process.argv[2] ?? ''
const times: number[] = []

function ask(): void {
  const started = performance.now()
  get(url, (response) => response.resume().on('end', () => times.push(performance.now() - started)))
}

for (let warmUp = 0; warmUp < 50; warmUp++) await new Promise<void>((resolve) => get(url, (response) => response.resume().on('end', resolve)))
const asking = setInterval(ask, 33)
process.on('message', () => {
  clearInterval(asking)
  process.send?.(times, () => process.exit(0))
})
process.send?.('ready')
