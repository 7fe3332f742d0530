import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { nodeArgs } from '../support/node-args.ts'
import { temporaryFolder } from '../support/store.ts'
import { bring, csv, imported, tally } from './upload.ts'

const rows = (count: number): Buffer => csv('id,title,summary', ...Array.from({ length: count }, (_, i) => `R${i},成果第${i}号,摘要`))
const file = { kind: 'achievements' as const, fileName: '成果.csv', bytes: rows(1200) }

t.test('an import that breaks off is completed, never doubled', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  const { achievements, importing, imports } = app.services
  const whole = achievements.insertMany
  let calls = 0
  achievements.insertMany = async (things) => {
    calls += 1
    if (calls === 2) throw new Error('the disk is full')
    return whole(things)
  }
  const { id } = (await bring(officer, file)).json()
  await officer.api('POST', `/imports/${id}/confirmation`, {})
  await app.settle()
  t.match((await officer.api('GET', `/imports/${id}`)).json(), { status: 'running', position: 1, written: tally(500, 0, 0, 0) })
  t.equal(await achievements.count({}), 500)
  t.match((await officer.get(`/staff/imports/${id}`)).body, '写入中断')
  t.notMatch((await officer.get(`/staff/imports/${id}`)).body, 'disk')

  t.match(await imported(app, officer, file), { status: 'finished', written: tally(700, 0, 500, 0) }, 'bringing it again completes it')
  t.equal(await achievements.count({}), 1200)

  await importing.run(id, () => app.clock.now(), () => true)
  t.match(await imports.find(id), { status: 'finished', written: tally(500, 0, 700, 0) }, 'and the first attempt ends by itself')
  t.equal(await achievements.count({}), 1200)
})

t.test('a process that dies between a batch and its record repeats the batch', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  const { imports, importing, achievements } = app.services
  const { id } = (await bring(officer, file)).json()
  await importing.confirm(id, { id: 'person-cao-ping', organisation: 'org-bureau', kind: 'bureau', roles: ['officer'], verified: true }, app.clock.now())
  const save = imports.save
  imports.save = async () => { throw new Error('killed') }
  await t.rejects(importing.run(id, () => app.clock.now(), () => true))
  t.equal(await achievements.count({}), 500, 'written')
  t.match(await imports.find(id), { position: 0 }, 'but not recorded')
  imports.save = save
  await app.settle()
  t.match(await imports.find(id), { status: 'finished', written: tally(700, 0, 500, 0) })
  t.equal(await achievements.count({}), 1200)
})

t.test('two at once write it once', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  const { importing, achievements, imports } = app.services
  const { id } = (await bring(officer, file)).json()
  await officer.api('POST', `/imports/${id}/confirmation`, {})
  await Promise.all([1, 2, 3].map(() => importing.run(id, () => app.clock.now(), () => true)))
  await app.settle()
  t.match(await imports.find(id), { status: 'finished', written: tally(1200, 0, 0, 0) })
  t.equal(await achievements.count({}), 1200)
})

t.test('the command', async (t) => {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'needs.jsonl'), '{"id":"c1","title":"海缆监测","content":"连续监测。","group":"g"}\n')
  await writeFile(join(folder, 'bad.csv'), '标题,TRL\n甲,12\n')
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: join(folder, 'data'), LANG: 'en_US.UTF-8', MONGODB_URI: '' }
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [...nodeArgs('scripts/import'), ...args], { env })
    .then((done) => ({ code: 0, ...done }), (error: { code: number; stdout: string; stderr: string }) => error)
  const first = await run('needs', join(folder, 'needs.jsonl'), '--dry-run')
  t.match(first, { code: 0, stdout: /New 1, Updated 0, Unchanged 0.*nothing is written/ }, first.stderr)
  t.match(first.stderr, 'group')
  t.match(await run('needs', join(folder, 'bad.csv')), { code: 1, stderr: /Line 2, TRL: must be a readiness level/ })
  t.match(await run('people', join(folder, 'bad.csv')), { code: 1, stderr: /npm run -s import/ })
})
