import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** Reads one page after the other, with a short pause, from a process of its own; tells how long each answer took. */
const url = process.argv[2] ?? ''
const times: number[] = []
let reading = true

async function read(): Promise<void> {
  const started = performance.now()
  await new Promise<void>((resolve, reject) => get(url, (response) => response.resume().on('end', resolve)).on('error', reject))
  times.push(performance.now() - started)
}

process.on('message', () => { reading = false })
for (let warmUp = 0; warmUp < 50; warmUp++) await read()
times.length = 0
process.send?.('ready')
while (reading) {
  await read()
  await pause(20)
}
process.send?.(times, () => process.exit(0))
