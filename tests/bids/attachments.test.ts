import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import type { Part } from '../../seed/demo/people.ts'
import type { Bid, BidFile } from '../../server/modules/bids/bid.ts'
import { MAX_BID_FILES } from '../../server/modules/bids/bid-files.ts'
import { isIntact } from '../../server/modules/bids/receipt.ts'
import { appoint, declareNone, PANEL } from '../evaluation/review-steps.ts'
import { startApp } from '../support/app.ts'
import { nodeArgs } from '../support/node-args.ts'
import { temporaryFolder } from '../support/store.ts'
import { codeOf, completeBid, completeForm, freshNeed, handIn, must, openBids, passDeadline, wholeBid } from './bid-steps.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const OTHER = Buffer.concat([PNG, Buffer.from('another')])
const OUTSIDE: readonly Part[] = ['rivalResearcher', 'owner', 'officer', 'stranger', 'reviewer', 'administrator']
const app = await startApp(t)

const stored = (id: string): Promise<Bid> => wholeBid(app, id)
/** What was decided; the relay takes the news along. */
const decided = async (id: string) => ({ ...await stored(id), events: [] })
const blobs = (): Promise<number> => app.services.connection.collection('attachments.files').countDocuments()
const sent = (bytes = PNG, name = '工艺图.png') => ({ name, content: bytes.toString('base64') })

async function addFile(id: string, bytes = PNG): Promise<BidFile> {
  must(await (await app.as('researcher')).api('POST', `/bids/${id}/attachments`, sent(bytes)))
  return (await stored(id)).content.attachments.at(-1) as BidFile
}

t.test('a draft gets files in the browser and keeps them when its text is saved or handed in', async (t) => {
  const client = await app.as('researcher')
  const need = await freshNeed(app)
  t.notMatch((await client.get(`/needs/${need}/bid`)).body, '/attachments', 'a bid that does not exist has no files')
  const { id } = must(await client.api('POST', `/needs/${need}/bids`, completeBid()), 201)
  const files = `/bids/${id}/attachments`
  t.match((await client.get(`/needs/${need}/bid`)).body, files)

  for (const bytes of [Buffer.from('<svg onload="x">'), Buffer.from('<html>'), Buffer.alloc(0)]) {
    const refused = await client.upload(files, { field: 'content', name: '图纸.pdf', bytes })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /f-content-error/)
  }
  t.equal((await client.upload(files, { field: 'content', name: '../工艺图.png', bytes: PNG })).headers.location, files)
  const [file] = (await client.api('GET', `/bids/${id}`)).json().content.attachments
  t.match(file, { name: '工艺图.png', type: 'image/png', bytes: PNG.length, sha256: createHash('sha256').update(PNG).digest('hex') })
  t.match((await (await app.as('researcherTeammate')).get(files)).body, `${files}/${file.id}`)
  t.match((await client.get(`/bids/${id}`)).body, `${files}/${file.id}`)

  const smuggled = await client.api('PUT', `/bids/${id}`, { ...completeBid(), attachments: [], revision: 2 })
  t.equal(smuggled.statusCode, 400, 'the body never carries files')
  must(await client.api('PUT', `/bids/${id}`, { ...completeBid({ route: '改过的路线' }), revision: 2 }))
  await client.submit(`/needs/${need}/bid`, completeForm({ bid: id, revision: '3', intent: 'check' }))
  t.match((await client.get(`/bids/${id}/check`)).body, file.sha256)
  must(await client.api('POST', `/bids/${id}/submission`, { revision: 4, content: completeBid() }))
  t.same((await stored(id)).content.attachments, [file])
  t.ok(isIntact(await stored(id)))

  const removed = await client.submit(`${files}/removal`, { file: file.id }, { page: files })
  t.equal(removed.headers.location, files)
  t.equal((await client.get(`${files}/${file.id}`)).statusCode, 404)
  t.equal(await app.services.bidFiles.read(file), undefined)
  t.equal(codeOf(await client.api('POST', `${files}/removal`, { file: file.id })), 'no-such-file')
})

t.test('every change of the files of a sealed bid seals it anew; its receipt can be verified', async (t) => {
  const id = await handIn(app, await freshNeed(app), 'researcher')
  const client = await app.as('researcher')
  const hashes = [(await stored(id)).receipt?.hash]
  const sealedAnew = async (what: string) => {
    const bid = await stored(id)
    t.equal(bid.status, 'submitted', what)
    t.ok(isIntact(bid), `${what}: the receipt stands for what is there`)
    t.notOk(hashes.includes(bid.receipt?.hash), `${what}: a new receipt`)
    t.match(bid.events.at(-1), { type: 'bid-submitted', data: { hash: bid.receipt?.hash } }, what)
    hashes.push(bid.receipt?.hash)
  }
  const first = await addFile(id)
  await sealedAnew('added')
  must(await client.api('POST', `/bids/${id}/attachments/removal`, { file: first.id }))
  await sealedAnew('removed')
  const second = await addFile(id, OTHER)
  await sealedAnew('replaced')

  const file = join(await temporaryFolder(t), 'receipt.json')
  const { body } = await client.api('GET', `/bids/${id}/receipt`)
  await writeFile(file, body)
  const verify = () => promisify(execFile)(process.execPath, [...nodeArgs('scripts/verify-receipt'), file])
  t.match((await verify()).stdout, 'VALID')
  await writeFile(file, body.replace(second.sha256, first.sha256))
  await t.rejects(verify(), { code: 1 }, 'another file in its place is noticed')

  must(await client.api('POST', `/bids/${id}/withdrawal`))
  await addFile(id)
  t.match(await stored(id), { status: 'draft', receipt: null }, 'what was taken back is not handed in by a file')
})

t.test('before the opening there are no files for anybody else, by any way; nothing of theirs is kept', async (t) => {
  const need = await freshNeed(app)
  const id = await handIn(app, need, 'researcher')
  const file = await addFile(id)
  const files = `/bids/${id}/attachments`
  const [before, kept] = [await decided(id), await blobs()]
  const probe = async (who: Part) => {
    const client = await app.as(who)
    const answers = [
      await client.get(files), await client.get(`${files}/${file.id}`), await client.api('GET', `/bids/${id}`), await client.api('POST', files, sent()),
      await client.api('POST', files, sent(Buffer.from('<html>'))), await client.api('POST', `${files}/removal`, { file: file.id }),
      await client.upload(files, { field: 'content', name: 'a.png', bytes: PNG }, {}, { page: '/needs' }),
      await client.submit(`${files}/removal`, { file: file.id }, { page: '/needs' }),
    ]
    t.same(answers.map((one) => one.statusCode), answers.map(() => 404), who)
  }
  for (const who of OUTSIDE) await probe(who)
  t.equal((await app.anonymous.get(`${files}/${file.id}`)).statusCode, 303)
  t.equal((await app.anonymous.api('POST', files, sent())).statusCode, 401)
  await passDeadline(app, need)
  for (const who of OUTSIDE) await probe(who)
  t.same(await decided(id), before)
  t.equal(await blobs(), kept)
})

t.test('after the deadline nothing changes', async (t) => {
  const need = await freshNeed(app)
  const id = await handIn(app, need, 'researcher')
  const file = await addFile(id)
  const client = await app.as('researcher')
  const files = `/bids/${id}/attachments`
  const [before, kept] = [await decided(id), await blobs()]
  app.clock.set((await app.services.needs.find(need))?.content.deadline as Date)
  t.equal(codeOf(await client.api('POST', files, sent())), 'deadline-passed', 'at the deadline it is too late')
  t.equal(codeOf(await client.api('POST', `${files}/removal`, { file: file.id })), 'deadline-passed')
  const late = await client.upload(files, { field: 'content', name: 'a.png', bytes: PNG }, {}, { page: '/my/bids' })
  t.equal(late.statusCode, 409)
  t.notMatch((await client.get(files)).body, 'type="file"')
  t.same(await decided(id), before)
  t.equal(await blobs(), kept, 'a refused file is not kept')
  t.same((await client.get(`${files}/${file.id}`)).rawPayload, PNG, 'the team still reads its own')
})

t.test('after the opening issuer, staff and reviewers without conflict download; others never', async (t) => {
  const need = await freshNeed(app)
  const id = await handIn(app, need, 'researcher')
  const file = await addFile(id)
  const path = `/bids/${id}/attachments/${file.id}`
  await handIn(app, need, 'rivalResearcher')
  await openBids(app, need)
  await appoint(app, need)
  t.equal((await (await app.as('reviewer')).get(path)).statusCode, 404, 'not before declaring')
  await declareNone(app, need, [PANEL[0]])
  must(await (await app.as('secondReviewer')).api('POST', `/evaluations/${need}/conflict`, { conflict: true, reason: '合作过' }))

  for (const who of ['owner', 'officer', 'reviewer'] as const) {
    const client = await app.as(who)
    const got = await client.get(path)
    t.same(got.rawPayload, PNG, who)
    t.match(got.headers, { 'content-type': 'image/png', 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' }, who)
    t.match(String(got.headers['content-disposition']), /^attachment;/, who)
    t.match((await client.get(`/bids/${id}`)).body, path, who)
    t.equal((await client.get(`/bids/${id}/attachments`)).statusCode, 404, `${who} does not manage them`)
  }
  t.match((await (await app.as('reviewer')).get(`/reviews/${need}`)).body, path, 'linked from the score sheet')
  for (const who of ['rivalResearcher', 'secondReviewer', 'stranger', 'rivalIssuer', 'administrator', 'auditor'] as const) {
    t.equal((await (await app.as(who)).get(path)).statusCode, 404, who)
  }
  const other = (await app.services.bids.ofNeed(need)).find((bid) => bid.id !== id)
  t.equal((await (await app.as('owner')).get(`/bids/${other?.id}/attachments/${file.id}`)).statusCode, 404, 'a file of another bid')

  t.notOk((await app.services.blobs.read(file.id))?.includes(PNG.subarray(0, 16)), 'it is kept sealed')
  await app.services.bidFiles.remove(file.id)
  await app.services.bidFiles.put(file.id, OTHER)
  t.equal((await (await app.as('officer')).get(path)).statusCode, 404, 'a file that was exchanged behind its receipt is not handed out')
})

t.test('so many files and no more; two at once are both answered as they were decided', async (t) => {
  const id = await handIn(app, await freshNeed(app), 'researcher')
  const client = await app.as('researcher')
  const answers = await Promise.all(Array.from({ length: 4 }, () => client.api('POST', `/bids/${id}/attachments`, sent())))
  const kept = answers.filter((one) => one.statusCode === 200).length
  t.equal((await stored(id)).content.attachments.length, kept)
  t.ok(isIntact(await stored(id)))
  for (let i = kept; i < MAX_BID_FILES; i += 1) await addFile(id)
  const before = await blobs()
  const tooMany = await client.upload(`/bids/${id}/attachments`, { field: 'content', name: 'a.png', bytes: PNG })
  t.equal(tooMany.statusCode, 422)
  t.match(tooMany.body, /f-content-error/)
  t.equal(await blobs(), before)
})
