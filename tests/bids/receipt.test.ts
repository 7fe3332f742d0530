import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import type { BidContent } from '../../server/modules/bids/bid.ts'
import { canonicalJson, matchesReceipt, type ReceiptFile, sealBid } from '../../server/modules/bids/receipt.ts'
import { isInList, type ListProof } from '../../server/modules/bids/closing-list.ts'
import { leafHash, rootOf, treeOf } from '../../server/modules/audit/merkle-tree.ts'
import { startApp } from '../support/app.ts'
import { nodeArgs } from '../support/node-args.ts'
import { temporaryFolder } from '../support/store.ts'
import { codeOf, completeBid, freshNeed, handIn, must, openBids, passDeadline, writtenBid } from './bid-steps.ts'

const text = fc.string({ unit: 'binary', maxLength: 30 })
const content: fc.Arbitrary<BidContent> = fc.record({
  route: text, plan: text, team: text, cost: fc.option(fc.nat()), noConflict: fc.boolean(), achievements: fc.array(text, { maxLength: 3 }),
  milestones: fc.array(fc.record({ title: text, month: fc.nat(120), share: fc.nat(100) }), { maxLength: 4 }),
  attachments: fc.array(fc.record({ id: text, name: text, type: text, bytes: fc.nat(), sha256: text }), { maxLength: 2 }),
})

t.test('the order of keys does not matter to the hash, anything else does', async (t) => {
  fc.assert(fc.property(content, fc.string(), (one, salt) => {
    const reversed = Object.fromEntries(Object.entries(one).reverse()) as unknown as BidContent
    const sealed = { need: 'n', needVersion: 1, content: one }
    const seal = sealBid(sealed, salt)
    return matchesReceipt({ ...sealed, content: reversed }, seal)
      && !matchesReceipt({ ...sealed, content: { ...one, route: `${one.route}.` } }, seal)
      && !matchesReceipt({ ...sealed, needVersion: 2 }, seal) && !matchesReceipt({ ...sealed, need: 'm' }, seal)
      && !matchesReceipt(sealed, { ...seal, salt: `${salt}0` })
  }))
  t.equal(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true }), '{"a":true,"b":[1,{"c":"x","d":null}]}')
  t.not(sealBid({ need: 'n', needVersion: 1, content: writtenBid() }).hash, sealBid({ need: 'n', needVersion: 1, content: writtenBid() }).hash, 'salted')
})

t.test('a downloaded receipt is verified by the command, a changed one is not', async (t) => {
  const app = await startApp(t)
  const need = await freshNeed(app)
  const odd = '路线 "引号" \u2028 \r\n 😀 \ud800 尾'
  const bid = await handIn(app, need, 'researcher')
  const client = await app.as('researcher')
  must(await client.api('POST', `/bids/${bid}/submission`, { revision: 2, content: completeBid({ route: odd }) }))
  const response = await client.api('GET', `/bids/${bid}/receipt`)
  must(response)
  t.match(String(response.headers['content-disposition']), 'attachment')
  const receipt = response.json() as ReceiptFile
  t.equal((await (await app.as('researcherTeammate')).api('GET', `/bids/${bid}/receipt`)).statusCode, 200)
  for (const who of ['rivalResearcher', 'officer', 'owner'] as const) t.equal((await (await app.as(who)).api('GET', `/bids/${bid}/receipt`)).statusCode, 404, who)

  const file = join(await temporaryFolder(t), 'receipt.json')
  await writeFile(file, response.body)
  t.match(await verify(file), { code: 0, stdout: receipt.hash })
  await writeFile(file, JSON.stringify({ ...receipt, content: { ...receipt.content, cost: 1 } }))
  t.match(await verify(file), { code: 1 })
  await writeFile(file, JSON.stringify({ ...receipt, at: new Date(app.clock.now().getTime() - 1).toISOString() }))
  t.match(await verify(file), { code: 1, stdout: 'not signed with this key' }, 'another time of receipt')
  await writeFile(file, response.body)
  t.match(await verify(file, '--key', generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''), { code: 1 }, 'not signed with the key somebody knows')
  await writeFile(file, '{}')
  t.match(await verify(file), { code: 2 })

  const paste = (body: string) => app.anonymous.api('POST', '/receipts/verification', { receipt: body })
  t.match((await paste(response.body)).json(), { hash: receipt.hash, publicKey: receipt.publicKey }, 'a stranger checks it on the page')
  t.equal(codeOf(await paste(JSON.stringify({ ...receipt, after: '1:x' }))), 'receipt-signature')
  t.equal(codeOf(await paste(response.body.replace(receipt.salt, receipt.salt.replaceAll(/./g, '0')))), 'receipt-content')
  t.equal(codeOf(await paste('{}')), 'receipt-malformed')
  const upload = (bytes: Buffer) => app.anonymous.upload('/receipts/verification', { field: 'file', name: 'receipt.json', bytes }, {}, { page: '/receipts?lang=en' })
  t.match((await upload(Buffer.from(response.body))).body, /Genuine/)
  const refused = await app.anonymous.submit('/receipts/verification', { receipt: '{"a":1}' }, { page: '/receipts?lang=en' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'f-receipt-error')
  t.match(refused.body, '{&quot;a&quot;:1}', 'what was pasted is still there')

  const asked = async (hash: string) => normal((await app.anonymous.get(`/receipts?hash=${hash}&lang=en`)).body, hash)
  const unknown = 'a'.repeat(64)
  t.equal(await asked(receipt.hash), await asked(unknown), 'sealed and unknown are answered alike')
  const api = async (hash: string) => normal((await app.anonymous.api('GET', `/receipts/${hash}`)).body, hash)
  t.equal(await api(receipt.hash), await api(unknown))
  t.match((await app.anonymous.get('/receipts?hash=xyz&lang=en')).body, 'f-hash-error')

  const proofOf = (hash: string) => app.anonymous.api('GET', `/needs/${need}/receipts/${hash}`)
  t.equal((await proofOf(receipt.hash)).statusCode, 404, 'no proof while the need is open')
  await passDeadline(app, need)
  const closed = (await app.anonymous.api('GET', `/needs/${need}`)).json() as { receiptsRoot: string }
  const proof = (await proofOf(receipt.hash)).json() as ListProof
  t.equal(proof.root, closed.receiptsRoot, 'the root is public at the closing')
  t.equal(proof.size, 64, 'and tells no number')
  t.ok(isInList(receipt.hash, proof))
  t.notOk(isInList(unknown, proof))
  t.equal((await proofOf(unknown)).statusCode, 404)
  t.equal((await app.anonymous.api('GET', `/needs/${need}/receipts`)).statusCode, 404, 'the list itself comes with the opening')

  await openBids(app, need)
  const list = (await app.anonymous.api('GET', `/needs/${need}/receipts`)).json() as { root: string; receipts: string[]; filling: string[] }
  const leaves = [...list.receipts, ...list.filling].sort().map(leafHash)
  t.same([list.root, list.receipts], [closed.receiptsRoot, [receipt.hash]])
  t.equal(await rootOf(leaves.length, await treeOf(leaves)), list.root, 'from then on anybody can compute it')
  t.match((await app.anonymous.get(`/receipts?hash=${receipt.hash}`)).body, `/needs/${need}`)
  t.match((await app.anonymous.api('GET', `/receipts/${receipt.hash.toUpperCase()}`)).json(), { public: true, need })
  t.match((await app.anonymous.api('GET', `/receipts/${unknown}`)).json(), { public: false })
})

const normal = (body: string, hash: string): string => body.replaceAll(hash, 'HASH').replaceAll(/name="_csrf" value="[^"]*"/g, '<csrf>')

async function verify(file: string, ...args: string[]): Promise<{ code: number; stdout: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...nodeArgs('scripts/verify-receipt'), file, ...args])
    return { code: 0, stdout }
  } catch (error) {
    return error as { code: number; stdout: string }
  }
}
