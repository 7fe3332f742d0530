import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { SMTPServer } from 'smtp-server'
import { ROOT } from '../../server/root.ts'
import { nodeArgs } from '../support/node-args.ts'
import type { Orders } from './killed-app.ts'
import type { Whole } from './whole-check.ts'

const DAY = 86_400_000
const START = Date.parse('2026-11-23T01:00:00Z')
/** Kills on one data folder, before everything in it is held against everything that was decided. */
const PER_FOLDER = 25

export interface KillPlan {
  /** Passings of named points to die at. */
  points: { point: string; nth: number }[]
  /** Moments to be killed at from outside, as shares of the time a run takes. */
  moments: number[]
  /** Arguments of node that start the application; default: compiled where this is, otherwise from source. */
  program?: string[]
  progress?: (done: number, all: number, soFar: KillResult) => void
}

export interface KillResult {
  kills: number
  /** Of the kills, those at a named point; the others came at a random moment. */
  atPoints: number
  /** Runs that were over before they came to their point or moment. */
  survived: number
  mails: number
  lost: number
  duplicates: number
  /** Of one kill. */
  mostDuplicates: number
  decisions: number
  faults: string[]
}

const PROGRAM = nodeArgs('tests/kills/killed-app')

type Kill = { point: string; nth: number } | { moment: number }

/** Kills the application again and again on the same data, lets it catch up, and counts what is missing or double. */
export async function killRounds({ points, moments, progress, program = PROGRAM }: KillPlan): Promise<KillResult> {
  // Points and moments in turn, so that every folder sees both.
  const plan: Kill[] = moments.flatMap((moment, i) => [...points.slice(...share(points, moments, i)), { moment }])
  if (moments.length === 0) plan.push(...points)
  const result: KillResult = { kills: 0, atPoints: 0, survived: 0, mails: 0, lost: 0, duplicates: 0, mostDuplicates: 0, decisions: 0, faults: [] }
  for (let at = 0; at < plan.length; at += PER_FOLDER) {
    await onOneFolder(program, plan.slice(at, at + PER_FOLDER), result, () => progress?.(result.kills + result.survived, plan.length, result))
  }
  return result
}

const share = (points: readonly unknown[], moments: readonly unknown[], i: number): [number, number] =>
  [Math.floor((i * points.length) / moments.length), Math.floor(((i + 1) * points.length) / moments.length)]

/** Every point an undisturbed run passes, as often as it passes it. */
export async function passings(program: readonly string[] = PROGRAM): Promise<{ point: string; nth: number }[]> {
  return inFolder(async (folder, post) => {
    await run(program, { folder, smtpUrl: post.url, now: iso(0), round: 0 })
    const { passed } = await run(program, { folder, smtpUrl: post.url, now: iso(2), round: 1 })
    return passed.flatMap(([point, count]) => Array.from({ length: count }, (_, i) => ({ point, nth: i + 1 })))
  })
}

async function onOneFolder(program: readonly string[], kills: readonly Kill[], result: KillResult, step: () => void): Promise<void> {
  await inFolder(async (folder, post) => {
    // The first run only fills the folder; how long the second takes is what moments are shares of.
    await run(program, { folder, smtpUrl: post.url, now: iso(0), round: 0 })
    let [usual, before, round] = [(await run(program, { folder, smtpUrl: post.url, now: iso(2), round: 1 })).milliseconds, 0, 2]
    // What a kill left undone is caught up with before the next run comes into danger, so each duplicate has one cause.
    const caughtUp = (): void => {
      result.mostDuplicates = Math.max(result.mostDuplicates, post.doubles() - before)
      before = post.doubles()
    }
    for (const kill of kills) {
      const orders: Orders = { folder, smtpUrl: post.url, now: iso(round * 2), round, ...('point' in kill ? { killAt: kill } : {}) }
      const { killed, milliseconds } = await run(program, orders, caughtUp, 'moment' in kill ? kill.moment * usual : undefined)
      if (killed) { result.kills += 1; result.atPoints += 'point' in kill ? 1 : 0 } else { result.survived += 1; usual = milliseconds }
      round += 1
      step()
    }
    judge((await run(program, { folder, smtpUrl: post.url, now: iso(round * 2) }, caughtUp)).found, post, result)
  })
}

function judge(found: Whole | undefined, post: PostBox, result: KillResult): void {
  if (!found) throw new Error('the last run did not come to its end')
  const lost = found.sent.filter((id) => !post.ids.has(id))
  result.faults.push(...found.faults, ...lost.map((id) => `${id} is held for sent, and nobody has it`))
  result.mails += post.ids.size
  result.lost += lost.length
  result.duplicates += post.doubles()
  result.decisions += found.decisions
}

interface PostBox { url: string; ids: Map<string, number>; doubles(): number }

/** A folder and a mail server for one group of kills; both outlive the application. */
async function inFolder<T>(work: (folder: string, post: PostBox) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'jiebang-kills-'))
  const ids = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => { text += chunk.toString() })
      stream.on('end', () => {
        const id = /^Message-ID: (<[^>]+>)/im.exec(text)?.[1]
        if (id) ids.set(id, (ids.get(id) ?? 0) + 1)
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', () => resolve()) })
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  try {
    return await work(folder, { url, ids, doubles: () => [...ids.values()].reduce((sum, count) => sum + count - 1, 0) })
  } finally {
    await new Promise<void>((resolve) => { server.close(() => resolve()) })
    await rm(folder, { recursive: true, force: true })
  }
}

interface Ran { killed: boolean; passed: [string, number][]; found: Whole | undefined; milliseconds: number }

/** One life of the application. `patience`: milliseconds after it is ready until it is killed. */
async function run(program: readonly string[], orders: Orders, onReady: () => void = () => undefined, patience?: number): Promise<Ran> {
  const child = spawn(process.execPath, [...program, JSON.stringify(orders)], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' },
  })
  const ran: Ran = { killed: false, passed: [], found: undefined, milliseconds: 0 }
  let [complaint, ready] = ['', 0]
  child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString() })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as { ready?: true; done?: true; passed?: [string, number][]; found?: Whole }
    if (said.ready) { ready = performance.now(); onReady() }
    if (said.ready && patience !== undefined) setTimeout(() => child.kill('SIGKILL'), patience).unref()
    if (said.done) ran.milliseconds = performance.now() - ready
    ran.passed = said.passed ?? ran.passed
    ran.found = said.found ?? ran.found
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  ran.killed = signal === 'SIGKILL'
  if (!ran.killed && code !== 0) throw new Error(`the application failed: ${complaint}`)
  return ran
}

const iso = (day: number): string => new Date(START + day * DAY).toISOString()
