import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { completeNeed } from '../needs/need-content.ts'
import { temporaryFolder } from '../support/store.ts'
import { startServer } from './server-process.ts'

const SECRET = 'thirty-two characters are the least'
const EMAIL = 'lin.yue@haiyue.example'
/** A kill comes after so many answers, while more are under way. */
const ANSWERED = 12

/** One of the demonstration signs in as the printed lines tell them to. */
async function tokenAt(address: string, folder: string): Promise<string> {
  const password = readFileSync(join(folder, 'demo-password'), 'utf8').trim()
  const answer = await fetch(`${address}/api/v1/sessions`, json({ email: EMAIL, password }))
  return ((await answer.json()) as { token: string }).token
}

const json = (body: object, token?: string): RequestInit => ({
  method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
})

t.test('production mode says what it lacks and does not start', async (t) => {
  const DATA_DIR = await temporaryFolder(t)
  const production = { NODE_ENV: 'production', DATA_DIR, PUBLIC_URL: 'https://jiebang.example', JWT_SECRET: SECRET, SEAL_KEY: SECRET }
  const cases: [Record<string, string>, string][] = [
    [{ ...production, JWT_SECRET: '' }, 'production mode needs JWT_SECRET (or JWT_SECRET_FILE)\n'],
    [{ ...production, DEMO: '1' }, 'DEMO is refused in production mode: set DEMO=0\n'],
    [{ ...production, PUBLIC_URL: 'jiebang.example' }, 'PUBLIC_URL is no address: jiebang.example\n'],
  ]
  for (const [env, sentence] of cases) {
    const server = startServer(t, env)
    t.match(await server.ended, { code: 1 })
    t.equal(server.said(), sentence, 'a sentence, no stack')
  }
})

t.test('a second start on a folder in use says so and stops; the first goes on', async (t) => {
  const DATA_DIR = await temporaryFolder(t)
  const secret = join(DATA_DIR, 'jwt')
  writeFileSync(secret, `${SECRET}\n`)
  const first = startServer(t, { DATA_DIR, JWT_SECRET_FILE: secret })
  const address = await first.address
  const second = startServer(t, { DATA_DIR, JWT_SECRET_FILE: secret })
  t.match(await second.ended, { code: 1 })
  t.match(second.said(), `${DATA_DIR} is in use`)
  t.notMatch(second.said(), 'at file:', 'no stack')
  t.equal((await fetch(`${address}/healthz`)).status, 200)
  t.notMatch(first.said(), SECRET)

  t.test('told to stop, it answers what it has begun to hear, and nothing new', async (t) => {
    const answer = slowRequest(address)
    await answer.begun
    first.send('SIGTERM')
    await sleep(300)
    await t.rejects(fetch(`${address}/healthz`), 'nobody new comes in')
    answer.finish()
    t.match(await answer.heard, /^HTTP\/1\.1 401 /, 'the request in flight is answered, not cut off')
    t.match(await first.ended, { code: 0, signal: null })
  })

  t.test('stopped, it leaves the folder to the next', async (t) => {
    const third = startServer(t, { DATA_DIR, JWT_SECRET_FILE: secret })
    t.equal((await fetch(`${await third.address}/readyz`)).status, 200)
    third.send('SIGINT')
    t.match(await third.ended, { code: 0 })
  })
})

/** A sign-in whose body arrives in two halves, the second when `finish` is called. */
function slowRequest(address: string) {
  const { hostname, port } = new URL(address)
  const body = JSON.stringify({ email: EMAIL, password: 'not the right one' })
  const socket = connect(Number(port), hostname)
  const head = `POST /api/v1/sessions HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
  const begun = new Promise<void>((resolve) => { socket.write(head + body.slice(0, 10), () => setTimeout(resolve, 500)) })
  const heard = new Promise<string>((resolve, reject) => {
    let all = ''
    socket.on('data', (chunk) => { all += chunk.toString() })
    socket.on('close', () => resolve(all))
    socket.on('error', reject)
  })
  return { begun, heard, finish: () => socket.write(body.slice(10)) }
}

t.test('killed in the middle of its work, it keeps all that it has acknowledged', async (t) => {
  const DATA_DIR = await temporaryFolder(t)
  const first = startServer(t, { DATA_DIR, DEMO: '1' })
  const address = await first.address
  t.match(first.said(), EMAIL, 'it tells whom to sign in as')
  const token = await tokenAt(address, DATA_DIR)
  const kept: string[] = []
  const drafting = async (lane: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const answer = await fetch(`${address}/api/v1/needs`, json(completeNeed({ title: `第 ${lane} 路第 ${n} 条` }), token))
      const { id } = (await answer.json()) as { id: string }
      if (answer.status === 201) kept.push(id)
      if (kept.length >= ANSWERED) first.send('SIGKILL')
    }
  }
  await Promise.allSettled([1, 2, 3, 4].map(drafting))
  t.match(await first.ended, { signal: 'SIGKILL' })
  t.ok(kept.length >= ANSWERED)

  const second = startServer(t, { DATA_DIR, DEMO: '1' })
  const again = await second.address
  for (const id of kept) {
    const found = await fetch(`${again}/api/v1/needs/${id}`, { headers: { authorization: `Bearer ${token}` } })
    t.equal(found.status, 200, `${id}, with the session that was open`)
  }
  const numbers = await Promise.all(kept.map(async (id) => {
    const found = await fetch(`${again}/api/v1/needs/${id}`, { headers: { authorization: `Bearer ${token}` } })
    return ((await found.json()) as { number: string }).number
  }))
  t.equal(new Set(numbers).size, kept.length, 'no number was given twice')
  second.send('SIGTERM')
  t.match(await second.ended, { code: 0 })
})
