import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { ROOT } from '../../server/root.ts'
import { temporaryFolder } from './store.ts'

const TAP = JSON.stringify(import.meta.resolve('tap'))
const PRELOAD = `--import=${join(ROOT, 'tests/support/no-async-hooks.js')}`

const FAULTS = {
  'an error nobody catches': `t.test('a', async (t) => { setTimeout(() => { throw new Error('WRONG') }, 5); await new Promise((done) => setTimeout(done, 50)) })`,
  'a rejection nobody handles': `t.test('a', async (t) => { void Promise.reject(new Error('WRONG')); await new Promise((done) => setTimeout(done, 50)) })`,
  'an error after the last test': `t.test('a', async (t) => { t.ok(true); setTimeout(() => { throw new Error('WRONG') }, 50) })`,
  'an error of the test itself': `t.test('a', async () => { throw new Error('WRONG') })`,
}

/** Exit code of a test file of its own, and what it said. */
async function run(folder: string, body: string): Promise<{ code: number; said: string }> {
  const file = join(folder, 'trial.mjs')
  await writeFile(file, `import t from ${TAP}\n${body}\n`)
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PRELOAD, file], { env: { PATH: process.env['PATH'] } }, (_error, out, wrong) => resolve({ code: child.exitCode ?? -1, said: out + wrong }))
  })
}

t.test('no error goes unheard, though tap does not follow promises here', async (t) => {
  const folder = await temporaryFolder(t)
  for (const [name, body] of Object.entries(FAULTS)) {
    const { code, said } = await run(folder, body)
    t.not(code, 0, name)
    t.match(said, 'WRONG', name)
  }
  t.equal((await run(folder, `t.test('a', async (t) => t.ok(true))`)).code, 0, 'and without one there is none')
})
