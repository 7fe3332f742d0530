import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { auditPage } from '../../server/modules/audit/audit-pages.ts'
import { ROOT, VIEWS } from '../../server/root.ts'

const MODULES = join(ROOT, 'server/modules')
const words = JSON.parse(readFileSync(join(VIEWS, 'audit/en.json'), 'utf8')) as Record<string, string>

t.test('every decision that the code can record has a name in the audit trail', async (t) => {
  const files = readdirSync(MODULES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const types = files.flatMap((file) => [...readFileSync(join(MODULES, file), 'utf8').matchAll(/\btype: '([a-z]+(?:-[a-z]+)+)', by:/g)].map((match) => match[1]))
  t.ok(types.length > 20, `${types.length} kinds of decision found`)
  for (const type of new Set(types)) t.ok(words[`audit.event.${type}`], String(type))
})

t.test('the trail shows every name there is, and asks for no other', async (t) => {
  const shown = auditPage({ items: [], names: { people: new Map(), needs: new Map() }, next: null, asked: { subject: '', type: '', before: '' } }, { words: (key) => key })
  const types = (shown.model as { types: { label: string }[] }).types.map((one) => one.label)
  t.same(types.toSorted(), Object.keys(words).filter((key) => key.startsWith('audit.event.')).toSorted())
})
