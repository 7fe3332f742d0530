import t from 'tap'
import { loadDemo } from '../../server/demo/demo-loader.ts'
import { checkDatabase } from '../../server/operations/check-database.ts'
import { lineOf } from '../../server/operations/finding.ts'
import { emptyApp } from '../demo/demo-store.ts'

t.setTimeout(120_000)
const app = await emptyApp(t)
await loadDemo(app.services, app.clock.now())
await app.background.settle()
const { connection } = app.services

interface Damage { collection: string; id: string; update: object; says: RegExp }
const set = (fields: object): object => ({ $set: fields })

/** One change that no rule of ours would make, and what the doctor calls it. */
const DAMAGES: Record<string, Damage> = {
  'a state without its event': { collection: 'needs', id: 'need-mooring', update: set({ status: 'closed' }), says: /needs need-mooring: is closed, its last event says published/ },
  'a revision nobody decided': { collection: 'needs', id: 'need-mooring', update: set({ revision: 99 }), says: /is at revision 99/ },
  'a due date that was dropped': { collection: 'needs', id: 'need-mooring', update: set({ due: null }), says: /has null as due/ },
  'weights that do not add up': { collection: 'needs', id: 'need-mooring', update: set({ 'content.criteria.0.weight': 1 }), says: /weigh \d+ instead of 100/ },
  'a winner who did not bid': { collection: 'needs', id: 'need-hard-carbon', update: set({ 'award.winner': 'bid-mooring-jianghai' }), says: /which is no bid of theirs for it/ },
  'a receipt nobody holds': { collection: 'needs', id: 'need-hard-carbon', update: { $push: { 'minutes.receipts': 'f'.repeat(64) } }, says: /which no bid of it holds/ },
  'a contract signed twice by one side': { collection: 'needs', id: 'need-bend-restrictor', update: set({ 'contract.signatures.1.side': 'issuer' }), says: /signed twice by one side/ },
  'a project without a registration': { collection: 'needs', id: 'need-bend-restrictor', update: set({ 'contract.registration': null }), says: /without two signatures and a registration/ },
  'a need of nobody': { collection: 'needs', id: 'need-mooring', update: set({ organisation: 'org-gone' }), says: /belongs to org-gone, which does not exist/ },
  'a counter that was set back': { collection: 'counters', id: 'need-2026', update: set({ last: 1 }), says: /the counter has given only 1/ },
  'a file that is gone': { collection: 'needs', id: 'need-mooring', update: { $push: { 'content.attachments': { id: 'gone', name: 'x', type: 'y', bytes: 1 } } }, says: /names file gone/ },
  'an objection after its time': { collection: 'needs', id: 'need-gate-driver', update: { $push: { objections: { id: 'o', status: 'filed' } } }, says: /open objection outside its publicity/ },
  'a bid that was taken back and still counts': { collection: 'bids', id: 'bid-mooring-jianghai', update: set({ status: 'withdrawn' }), says: /is withdrawn and has a receipt/ },
  'a bid without its receipt': { collection: 'bids', id: 'bid-mooring-jianghai', update: set({ receipt: null }), says: /is submitted and has no receipt/ },
  'a bid opened by nobody': { collection: 'bids', id: 'bid-mooring-jianghai', update: set({ status: 'won' }), says: /the minutes of its need do not name its receipt/ },
  'a bid for no need': { collection: 'bids', id: 'bid-mooring-jianghai', update: set({ need: 'need-gone' }), says: /is for need need-gone/ },
  'a person of no organisation': { collection: 'people', id: 'person-lin-yue', update: set({ organisation: 'org-gone' }), says: /names org-gone as its organisation/ },
  'a journal entry that is missing': { collection: 'journal', id: '', update: {}, says: /journal \d+: stands where number \d+ belongs/ },
  'a follower ahead of the journal': { collection: 'followers', id: 'audit', update: set({ seq: 1_000_000 }), says: /stands at 1000000/ },
}

t.test('the demonstration is healthy', async (t) => {
  t.same((await checkDatabase(app.services)).map(lineOf), [])
})

for (const [name, { collection, id, update, says }] of Object.entries(DAMAGES)) {
  t.test(name, async (t) => {
    const rows = connection.collection<{ _id: string }>(collection)
    const before = id === '' ? (await rows.find().sort({ seq: 1 }).skip(3).limit(1).toArray())[0] : await rows.findOne({ _id: id })
    if (!before) throw new Error(`${collection} ${id} is not in the demonstration`)
    if (id === '') await rows.deleteOne({ _id: before._id })
    else await rows.updateOne({ _id: id }, update)
    t.match((await checkDatabase(app.services)).map(lineOf).join('\n'), says)
    await rows.replaceOne({ _id: before._id }, before, { upsert: true })
    t.same((await checkDatabase(app.services)).map(lineOf), [], 'mended')
  })
}
