import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { ROOT } from '../../server/root.ts'
import { sharedPath } from '../support/shared-data.ts'

/** Not part of the repository: the standard's own list, where somebody has put it beside it. */
const STANDARD = sharedPath('standards/owasp-asvs-5.0.0.csv')
const WITHOUT = /^V(?:10|17)\./

interface Line { id: string; state: string; how: string; files: string[] }

const LINES: Line[] = readFileSync(join(ROOT, 'tests/security/asvs-5.0.md'), 'utf8').split('\n').flatMap((line) => {
  const [, id = '', state = '', how = '', where = '', test = ''] = line.split('|').map((cell) => cell.trim())
  return /^V\d/.test(id) ? [{ id, state, how, files: [...`${where} ${test}`.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file) }] : []
})

t.test('every line says how far, how and where', (t) => {
  t.equal(new Set(LINES.map(({ id }) => id)).size, LINES.length, 'none twice')
  for (const { id, state, how, files } of LINES) {
    t.ok(['met', 'partly', 'not', 'n/a'].includes(state), `${id} is ${state}`)
    t.ok(how, `${id} says how`)
    if (state === 'met' || state === 'partly') t.ok(files.length > 0, `${id} says where`)
    for (const file of files) t.ok(existsSync(join(ROOT, file)), `${id}: ${file}`)
  }
  t.end()
})

t.test('no requirement of levels 1 and 2 is missing', { skip: existsSync(STANDARD) ? false : 'the standard is not here' }, (t) => {
  const rows = parse(readFileSync(STANDARD), { columns: true, bom: true, relax_column_count: true }) as { req_id: string; L: string }[]
  const asked = rows.filter(({ req_id, L }) => ['1', '2'].includes(L) && !WITHOUT.test(req_id)).map(({ req_id }) => req_id)
  t.same(LINES.map(({ id }) => id), asked)
  t.equal(asked.length, 217)
  t.end()
})
