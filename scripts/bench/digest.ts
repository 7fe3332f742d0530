import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { built } from './built.ts'
import type { ProcessMemory } from './process-memory.ts'

const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 10_000)
const NEEDS = 200
const BARE_MAILS = 3000
/** Pages asked for a second while digests go out, each by somebody who waits for it. */
const PAGES_A_SECOND = 10
/** Longer than two batches are ever apart, in milliseconds. */
const QUIET = 10_000
const EXEC = { execArgv: ['--import=tsx'] }

interface Sink { mails: number; bytes: number }
interface Work { counts: { sent: number; waiting: number }; most: ProcessMemory; cpu: NodeJS.CpuUsage }

/** A digest for everybody beside a serving process, against bare nodemailer with ready-made messages and the same server. */
export async function run(): Promise<void> {
  const sink = fork(join(import.meta.dirname, 'mail-sink.ts'), EXEC)
  const { port } = await heard<{ port: number }>(sink)
  const program = await built('digest-server')
  const folder = mkdtempSync(join(tmpdir(), 'jiebang-bench-'))
  const given = [folder, `smtp://127.0.0.1:${port}`, String(PEOPLE), String(NEEDS)]
  const [code] = await once(fork(program, [...given, 'fill']), 'exit')
  if (code !== 0) throw new Error('the market was not made')
  const app = fork(program, given)
  const page = `http://127.0.0.1:${(await heard<{ port: number }>(app)).port}/needs`
  const idle = await readings(page, sleep(8000))
  const before = await asked<Sink>(sink, 'figures')
  const spent = cpuOf((await asked<Work>(app, 'how')).cpu)
  const started = performance.now()
  app.send('go')
  const done = finished(sink, before.mails)
  const busy = await readings(page, done)
  const seconds = (await done - started) / 1000
  const [after, work] = [await asked<Sink>(sink, 'figures'), await asked<Work>(app, 'how')]
  if (work.counts.waiting > 0) throw new Error(`left unsent: ${JSON.stringify(work.counts)}`)
  app.kill('SIGKILL')
  const [mails, size] = [after.mails - before.mails, Math.round((after.bytes - before.bytes) / (after.mails - before.mails))]
  const bare = await bareRate(port, size)
  console.log(`${PEOPLE} people, ${NEEDS} new needs: ${mails} digests of ${(size / 1024).toFixed(1)} KB in ${seconds.toFixed(1)} s, ${(mails / seconds).toFixed(0)} a second`)
  console.log(`bare nodemailer, ready-made messages of that size: ${bare.rate.toFixed(0)} a second; ratio ${(mails / seconds / bare.rate).toFixed(2)}`)
  console.log(`CPU of a digest, all threads, pages included: ${((cpuOf(work.cpu) - spent) / mails).toFixed(2)} ms; of a bare message ${bare.cpu.toFixed(2)} ms`)
  console.log(`most resident memory ${work.most.resident.toFixed(0)} MB, ${work.most.files.toFixed(0)} of them pages of files`)
  console.log(`page p99 idle ${p99(idle).toFixed(1)} ms, meanwhile ${p99(busy).toFixed(1)} ms; ratio ${(p99(busy) / p99(idle)).toFixed(2)} (${busy.length} pages)`)
  sink.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

const heard = async <T>(child: ChildProcess): Promise<T> => (await once(child, 'message'))[0] as T

async function asked<T>(child: ChildProcess, word: string): Promise<T> {
  const answer = heard<T>(child)
  child.send(word)
  return answer
}

/** When the last mail has arrived and nothing comes any more. Only the sink is asked: counting would cost the server. */
async function finished(sink: ChildProcess, before: number): Promise<number> {
  for (let [last, at] = [0, performance.now()]; ; await sleep(200)) {
    const mails = (await asked<Sink>(sink, 'figures')).mails - before
    if (mails > last) {
      [last, at] = [mails, performance.now()]
      process.stderr.write(process.stderr.isTTY ? `\r${mails} / ${PEOPLE}` : `${mails} / ${PEOPLE}\n`)
    }
    if (mails > 0 && performance.now() - at > QUIET) return at
    if (performance.now() - at > 120_000) throw new Error('nothing moves')
  }
}

/** How long each answer takes, in milliseconds. */
async function readings(url: string, until: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  let going = true
  void until.finally(() => { going = false })
  for (let i = 0; i < 30; i += 1) await answered(url)
  while (going) {
    const next = sleep(1000 / PAGES_A_SECOND)
    void answered(url).then((time) => times.push(time))
    await next
  }
  return times
}

function answered(url: string): Promise<number> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    get(url, (response) => response.resume().on('end', () => resolve(performance.now() - started))).on('error', reject)
  })
}

/** Milliseconds. */
const cpuOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000

const p99 = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0

/** The best of several numbers of connections. */
async function bareRate(port: number, size: number): Promise<{ rate: number; cpu: number }> {
  const raw = Buffer.from(`Message-ID: <x@bench>\r\nFrom: a@jiebang.example\r\nTo: b@d.example\r\nSubject: x\r\n\r\n${`${'x'.repeat(76)}\r\n`.repeat(Math.ceil(size / 78))}`)
  let best = { rate: 0, cpu: 0 }
  for (const connections of [2, 4, 8]) {
    const transport = createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: connections } as never)
    const [started, spent] = [performance.now(), cpuOf(process.cpuUsage())]
    let left = BARE_MAILS
    const lane = async (): Promise<void> => {
      while (left > 0) { left -= 1; await transport.sendMail({ envelope: { from: 'a@jiebang.example', to: ['b@d.example'] }, raw }) }
    }
    await Promise.all(Array.from({ length: connections }, lane))
    const rate = (BARE_MAILS / (performance.now() - started)) * 1000
    if (rate > best.rate) best = { rate, cpu: (cpuOf(process.cpuUsage()) - spent) / BARE_MAILS }
    transport.close()
  }
  return best
}
