import t from 'tap'
import { loadDemo } from '../../server/demo/demo-loader.ts'
import { SEALED } from '../../server/modules/sealing/cipher.ts'
import { checkDatabase } from '../../server/operations/check-database.ts'
import { lineOf } from '../../server/operations/finding.ts'
import { emptyApp } from '../demo/demo-store.ts'

t.setTimeout(120_000)
const app = await emptyApp(t)
await loadDemo(app.services, app.clock.now())
await app.background.settle()
// What the demonstration tells is old news, and nobody is written to about it.
await app.services.outbox.queue({ id: 'about-a-bid', to: 'person-lin-yue', template: 'notice', model: {}, privacy: 'sealed' })
const { connection } = app.services

/** `id`: of the row, or a condition for the first that meets it. */
type Id = string | object
interface Damage { collection: string; id: Id; update?: object; rename?: string; remove?: true; says: RegExp }
const ANY = {}
const SEALED_ROW = { _id: /^sealed:/ }
const PLAIN_DECISION = { type: 'need-published' }
const SEALED_DECISION = { type: 'sealed', source: 'bids' }
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
  'a bid in the clear': { collection: 'bids', id: 'bid-mooring-jianghai', update: set({ need: 'need-mooring' }), says: /bids bid-mooring-jianghai: is kept in the clear/ },
  'facts of a bid that were changed': { collection: 'bids', id: 'bid-mooring-jianghai', update: set({ facts: `${SEALED}AAAA` }), says: /bids bid-mooring-jianghai: does not open/ },
  'content of a bid that was changed': { collection: 'bids', id: 'bid-mooring-jianghai', update: set({ content: `${SEALED}AAAA` }), says: /bids bid-mooring-jianghai: has content that does not open/ },
  'a bid at a revision nobody decided': { collection: 'bids', id: 'bid-mooring-jianghai', update: set({ revision: 99 }), says: /bids bid-mooring-jianghai: does not open/ },
  'a question of nobody': { collection: 'questions', id: ANY, update: set({ asker: 'person-gone' }), says: /names person-gone as its asker/ },
  'an expert for no need': { collection: 'experts', id: ANY, update: set({ need: 'need-gone' }), says: /names need-gone as its need/ },
  'searches of nobody': { collection: 'saved-searches', id: ANY, rename: 'person-gone', says: /names person-gone as its _id/ },
  'a notice for nobody': { collection: 'notices', id: ANY, update: set({ need: 'need-gone' }), says: /names need-gone as its need/ },
  'a notice to a bidder in the clear': { collection: 'notices', id: SEALED_ROW, update: set({ need: 'need-mooring' }), says: /is sealed in part only/ },
  'a sealed notice that was changed': { collection: 'notices', id: SEALED_ROW, update: set({ 'facts.sealed': `${SEALED}AAAA` }), says: /notices sealed:\S+: does not open/ },
  'mail about a bid that was changed': { collection: 'outbox', id: SEALED_ROW, update: set({ 'model.sealed': `${SEALED}AAAA` }), says: /outbox sealed:\S+: does not open/ },
  'mail about a bid in the clear': { collection: 'outbox', id: SEALED_ROW, update: set({ to: 'somebody@example.com' }), says: /outbox sealed:\S+: is sealed in part only/ },
  'a decision that was rewritten in the log': { collection: 'audit', id: PLAIN_DECISION, update: set({ by: 'person-gone' }), says: /is not what its leaf in the tree speaks for/ },
  'a decision of a bid in the clear': { collection: 'audit', id: SEALED_DECISION, update: set({ by: 'person-lin-yue' }), says: /is about a sealed bid and kept in the clear/ },
  'a decision of a bid that was changed': { collection: 'journal', id: SEALED_DECISION, update: set({ 'data.sealed': `${SEALED}AAAA` }), says: /journal \S+: does not open/ },
  'a decision the log has lost': { collection: 'audit', id: PLAIN_DECISION, remove: true, says: /audit \d+: stands where number \d+ belongs/ },
  'a person of no organisation': { collection: 'people', id: 'person-lin-yue', update: set({ organisation: 'org-gone' }), says: /names org-gone as its organisation/ },
  'a journal entry that is missing': { collection: 'journal', id: { type: 'need-drafted' }, remove: true, says: /journal \d+: stands where number \d+ belongs/ },
  'a follower ahead of the journal': { collection: 'followers', id: 'audit', update: set({ seq: 1_000_000 }), says: /stands at 1000000/ },
}

t.test('the demonstration is healthy', async (t) => {
  t.same((await checkDatabase(app.services)).map(lineOf), [])
})

for (const [name, { collection, id, update, rename, remove, says }] of Object.entries(DAMAGES)) {
  t.test(name, async (t) => {
    const rows = connection.collection<{ _id: string }>(collection)
    const before = await rows.findOne(typeof id === 'string' ? { _id: id } : id)
    if (!before) throw new Error(`${collection} ${JSON.stringify(id)} is not in the demonstration`)
    if (update) await rows.updateOne({ _id: before._id }, update)
    if (remove || rename) await rows.deleteOne({ _id: before._id })
    if (rename) await rows.insertOne({ ...before, _id: rename })
    t.match((await checkDatabase(app.services)).map(lineOf).join('\n'), says)
    if (rename) await rows.deleteOne({ _id: rename })
    await rows.replaceOne({ _id: before._id }, before, { upsert: true })
  })
}

t.test('what was mended is healthy again', async (t) => {
  t.same((await checkDatabase(app.services)).map(lineOf), [])
})
