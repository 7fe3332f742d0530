import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { leafOf, type LogEntry, stableJson } from '../../server/modules/audit/log-entry.ts'
import type { ExportLine } from '../../server/modules/audit/log-export.ts'
import { createLogVerifier } from '../../server/modules/audit/log-verifier.ts'
import {
  consistencyProof, EMPTY_ROOT, grown, type Head, inclusionProof, leafHash, provesConsistency, provesInclusion, rootOf, treeOf,
} from '../../server/modules/audit/merkle-tree.ts'
import { headText, type SignedHead } from '../../server/modules/audit/signed-head.ts'

/** Test vectors of the certificate-transparency reference implementation (RFC 6962): eight inputs, in hex. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

t.test('the tree is that of RFC 6962', async (t) => {
  const leaves = INPUTS.map((one) => leafHash(Buffer.from(one, 'hex') as never))
  for (const [i, root] of ROOTS.entries()) t.equal(await rootOf(i + 1, await treeOf(leaves.slice(0, i + 1))), root)
  t.equal(EMPTY_ROOT, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

const sizes = fc.integer({ min: 1, max: 70 })
const leavesOf = (size: number): string[] => Array.from({ length: size }, (_, i) => leafHash(`leaf ${i}`))

t.test('every proof proves, and nothing else does', async (t) => {
  let proofs = 0
  await fc.assert(fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, a, b) => {
    const leaves = leavesOf(size)
    const read = await treeOf(leaves)
    const root = await rootOf(size, read)
    const index = a % size
    const leaf = leaves[index] ?? ''
    const proof = await inclusionProof(index, size, read)
    const from: Head = { size: (b % size) + 1, root: await rootOf((b % size) + 1, read) }
    const growth = await consistencyProof(from.size, size, read)
    proofs += 2
    return provesInclusion(leaf, index, size, proof, root) && provesConsistency(from, { size, root }, growth)
      && !provesInclusion(leafHash('other'), index, size, proof, root) && (size === 1 || !provesInclusion(leaf, (index + 1) % size, size, proof, root))
      && !provesConsistency({ ...from, root: leafHash('x') }, { size, root }, growth) && !provesConsistency(from, { size, root: leafHash('x') }, growth)
  }), { numRuns: 300 })
  t.comment(`${proofs} proofs`)
})

t.test('a tree that grows in steps is the tree of all its leaves', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 }), async (steps) => {
    const all = leavesOf(steps.reduce((sum, one) => sum + one, 0))
    const nodes = new Map<string, string>()
    let size = 0
    for (const step of steps) {
      const { nodes: fresh } = await grown(size, all.slice(size, size + step), async (level, index) => nodes.get(`${level}.${index}`) ?? '')
      for (const { level, index, hash } of fresh) nodes.set(`${level}.${index}`, hash)
      size += step
    }
    return (await rootOf(size, async (level, index) => nodes.get(`${level}.${index}`) ?? '')) === (await rootOf(size, await treeOf(all)))
  }))
})

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const KEY = publicKey.export({ format: 'jwk' }).x ?? ''
const signed = (head: Omit<SignedHead, 'signature'>): SignedHead => ({ ...head, signature: sign(null, Buffer.from(headText(head)), privateKey).toString('base64url') })

const text = fc.string({ maxLength: 12 })
const entry: fc.Arbitrary<LogEntry> = fc.record({
  id: text, type: text, by: text, source: text, subject: text, salt: text,
  data: fc.dictionary(text.filter((key) => key !== '__proto__'), fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 })), { maxKeys: 4 }),
  at: fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
})
interface Log { lines: ExportLine[]; heads: SignedHead[] }

/** A log as it is exported: some entries are withheld, and there is a head every few leaves and at the end. */
const log: fc.Arbitrary<Log> = fc.record({ entries: fc.array(entry, { minLength: 3, maxLength: 20 }), hidden: fc.nat(), every: fc.integer({ min: 2, max: 7 }) })
  .map(({ entries, hidden, every }) => ({
    every, lines: entries.map((one, place): ExportLine => ({ place, leaf: leafOf(one), ...((hidden >> place) % 3 === 1 ? {} : { entry: one }) })),
  })).chain(({ every, lines }) => fc.constant({ every, lines })) as never

async function withHeads({ every, lines }: { every: number; lines: ExportLine[] }): Promise<Log> {
  const read = await treeOf(lines.map((one) => one.leaf))
  const ends = lines.map((_, i) => i + 1).filter((size) => size % every === 0 || size === lines.length)
  return { lines, heads: await Promise.all(ends.map(async (size) => signed({ size, root: await rootOf(size, read), at: new Date(1_790_000_000_000 + size) }))) }
}

function faults({ lines, heads }: Log, noted: Head[] = []): string[] {
  const verifier = createLogVerifier({ heads, publicKey: KEY, noted })
  for (const line of lines) verifier.check(line)
  return verifier.report().faults.map((one) => one.kind)
}

type Change = (log: Log, a: number, b: number, fake: LogEntry) => Log | undefined
const at = (lines: ExportLine[], i: number): ExportLine => lines[i] as ExportLine
const renumbered = (lines: ExportLine[]): ExportLine[] => lines.map((line, place) => ({ ...line, place }))
const CHANGES: Record<string, Change> = {
  'a field of an entry': ({ lines, heads }, a, b) => {
    const line = at(lines, a % lines.length)
    const field = (['id', 'type', 'by', 'source', 'subject', 'salt'] as const)[b % 6] ?? 'id'
    return line.entry && { heads, lines: lines.map((one) => (one === line && line.entry ? { ...line, entry: { ...line.entry, [field]: `${line.entry[field]}x` } } : one)) }
  },
  'data and time of an entry': ({ lines, heads }, a) => {
    const line = at(lines, a % lines.length)
    return line.entry && { heads, lines: lines.map((one) => (one === line && line.entry ? { ...line, entry: { ...line.entry, at: new Date(line.entry.at.getTime() + 1), data: { ...line.entry.data, more: 1 } } } : one)) }
  },
  'an entry with its leaf': ({ lines, heads }, a, _b, fake) => ({ heads, lines: lines.map((one, i) => (i === a % lines.length ? { ...one, entry: fake, leaf: leafOf(fake) } : one)) }),
  'an entry removed': ({ lines, heads }, a) => ({ heads, lines: lines.filter((_, i) => i !== a % lines.length) }),
  'an entry removed and the rest renumbered': ({ lines, heads }, a) => ({ heads, lines: renumbered(lines.filter((_, i) => i !== a % lines.length)) }),
  'an entry put in': ({ lines, heads }, a, _b, fake) => ({ heads, lines: renumbered(lines.toSpliced(a % lines.length, 0, { place: 0, leaf: leafOf(fake), entry: fake })) }),
  'two entries that changed places': ({ lines, heads }, a, b) => {
    const [i, j] = [a % lines.length, b % lines.length]
    if (at(lines, i).leaf === at(lines, j).leaf) return undefined
    return { heads, lines: renumbered(lines.with(i, at(lines, j)).with(j, at(lines, i))) }
  },
  'the end cut off': ({ lines, heads }, a) => ({ heads, lines: lines.slice(0, a % lines.length) }),
  'a signature': ({ lines, heads }, a) => ({ lines, heads: heads.map((one, i) => (i === a % heads.length ? { ...one, at: new Date(one.at.getTime() + 1) } : one)) }),
}

const broad = fc.tuple(log as unknown as fc.Arbitrary<{ every: number; lines: ExportLine[] }>, fc.nat(), fc.nat(), entry)

t.test('an untouched log verifies; every change is found', async (t) => {
  let found = 0
  for (const [what, change] of Object.entries(CHANGES)) {
    await fc.assert(fc.asyncProperty(broad, async ([made, a, b, fake]) => {
      const whole = await withHeads(made)
      if (faults(whole, whole.heads).length > 0) return false
      const changed = change(whole, a, b, fake)
      if (!changed) return true
      found += 1
      return faults(changed).length > 0
    }), { numRuns: 60 })
    t.pass(what)
  }
  t.comment(`${found} changes, all found`)
})

t.test('a log cut off or written anew together with its heads is found by any head that was noted', async (t) => {
  let found = 0
  await fc.assert(fc.asyncProperty(broad, async ([made, a, b, fake]) => {
    const whole = await withHeads(made)
    const noted = whole.heads.at(-1) as SignedHead
    const shorter = await withHeads({ ...made, lines: made.lines.slice(0, a % made.lines.length) })
    const anew = await withHeads({ ...made, lines: made.lines.with(b % made.lines.length, { place: b % made.lines.length, leaf: leafOf(fake), entry: fake }) })
    found += 2
    return faults(shorter).length === 0 && faults(shorter, [noted]).includes('cut') && faults(anew).length === 0 && faults(anew, [noted]).includes('forged')
  }), { numRuns: 100 })
  t.comment(`${found} found`)
})

t.test('the text of an entry: names of fields cannot be shifted into values', (t) => {
  t.equal(stableJson({ b: 1, a: new Date(0), c: undefined }), '{"a":"1970-01-01T00:00:00.000Z","b":1}')
  t.not(stableJson({ a: 'b' }), stableJson({ ab: '' }))
  t.end()
})
