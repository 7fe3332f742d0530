import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { completeBid, freshNeed, handIn, must } from '../bids/bid-steps.ts'
import { type TestApp, startApp } from '../support/app.ts'

/**
 * A market with sealed bids, in a process of its own so that its whole log can be read. Leaves in FOLDER every document
 * of the database as it is stored, and what was sealed. The database itself is in the data folder, printed on stderr.
 */
export const CANARIES = {
  route: 'CANARYROUTE 金丝雀路线', plan: 'CANARYPLAN 金丝雀方案', team: 'CANARYTEAM 金丝雀团队', cost: 7_654_321,
  milestones: [{ title: 'CANARYMILESTONE', month: 5, share: 100 }],
}
export const FILE = Buffer.concat([
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64'), Buffer.from('CANARYFILE'),
])

const endings: (() => unknown)[] = []
const test = { teardown: (end: () => unknown) => endings.push(end) } as unknown as Test

async function play(app: TestApp): Promise<object> {
  const needs = [await freshNeed(app, { title: '公开标题甲' }), await freshNeed(app, { title: '公开标题乙' }), await freshNeed(app, { title: '公开标题丙' })]
  const [a = '', b = ''] = needs
  const bids = [await handIn(app, a, 'researcher', CANARIES), await handIn(app, a, 'rivalResearcher', CANARIES), await handIn(app, b, 'thirdResearcher', CANARIES)]
  const client = await app.as('researcher')
  must(await client.api('POST', `/bids/${bids[0]}/attachments`, { name: 'CANARYNAME.png', content: FILE.toString('base64') }))
  must(await (await app.as('rivalResearcher')).api('POST', `/bids/${bids[1]}/withdrawal`))
  bids.push(must(await (await app.as('fifthResearcher')).api('POST', `/needs/${a}/bids`, completeBid(CANARIES)), 201).id)
  await app.settle()
  const deadline = (await app.services.needs.find(a))?.content.deadline as Date
  must(await (await app.as('owner')).api('POST', `/needs/${a}/deadline`, { deadline: new Date(deadline.getTime() + 86_400_000).toISOString() }))
  await app.settle()
  const facts = await Promise.all(bids.map((id) => app.services.bids.find(id)))
  return { needs, bids, receipts: facts.flatMap((one) => (one?.receipt ? [one.receipt.hash, one.receipt.salt, one.receipt.signature ?? 'none'] : [])) }
}

if (process.argv[2]) {
  const app = await startApp(test, { LOG_LEVEL: 'trace' })
  const sealed = await play(app)
  const { connection, config } = app.services
  const collections = await connection.db?.listCollections().toArray() ?? []
  const dump = await Promise.all(collections.map(async ({ name }) => [name, await connection.collection(name).find().toArray()] as const))
  writeFileSync(join(process.argv[2], 'dump.json'), JSON.stringify({ sealed, folder: config.dataDir, dump: Object.fromEntries(dump) }))
  process.stdin.once('data', async () => {
    for (const end of endings.reverse()) await end()
    process.exit(0)
  })
  process.stderr.write('ready\n')
}
