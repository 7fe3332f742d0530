import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ROOT } from '../../server/root.ts'
import { sharedData } from '../support/shared-data.ts'
import { temporaryMongo } from './temporary-mongo.ts'
import { applies, needsFailPoint, readUnifiedFile, runUnifiedTest, type UnifiedFile, type UnifiedTest } from './unified-runner.ts'

/** Of the tests that need no special topology at least so many must pass. */
const AT_LEAST = 356

const folder = sharedData('mongodb-crud-spec')

/** One line per test that is left out: `file: description: reason`. */
function readSkips(): Map<string, string> {
  const lines = readFileSync(join(ROOT, 'tests/embedded-mongo/crud-spec-skips.txt'), 'utf8').split('\n').filter(line => line && !line.startsWith('#'))
  return new Map(lines.map(line => {
    const [file, description, reason] = line.split(' | ')
    return [`${file} | ${description}`, reason ?? '']
  }))
}

t.test('the unified CRUD specification', { skip: folder === undefined && 'mongodb-crud-spec is not beside the repository' }, async t => {
  const { client, uri } = await temporaryMongo(t)
  const { version } = await client.db('admin').command({ buildInfo: 1 }) as { version: string }
  const skips = readSkips()
  let passed = 0
  let total = 0

  async function play(name: string, file: UnifiedFile, test: UnifiedTest): Promise<void> {
    const id = `${name} | ${test.description}`
    total++
    const problem = await runUnifiedTest(uri, client, file, test)
    if (problem === undefined) passed++
    if (skips.has(id)) t.ok(problem, `${id} is in the list and still fails: ${skips.get(id)}`)
    else if (problem !== undefined) t.fail(`${id}: ${problem}`)
    skips.delete(id)
  }

  for (const name of readdirSync(folder ?? '.').filter(file => file.endsWith('.json'))) {
    const file = readUnifiedFile(join(folder ?? '.', name))
    for (const test of file.tests) if (!needsFailPoint(test) && applies(file.runOnRequirements, version) && applies(test.runOnRequirements, version)) await play(name, file, test)
  }
  t.comment(`${passed} of ${total} passed`)
  t.same([...skips.keys()], [], 'every test in the list exists')
  t.ok(passed >= AT_LEAST, `at least ${AT_LEAST} pass`)
})
