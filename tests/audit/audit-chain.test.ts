import fc from 'fast-check'
import t from 'tap'
import { type AuditEntry, chained, createVerifier, GENESIS, hashAfter } from '../../server/modules/audit/audit-chain.ts'
import { verifyTrail } from '../../server/modules/audit/verify-trail.ts'

const text = fc.string({ maxLength: 12 })
const data = fc.dictionary(text.filter((key) => key !== '__proto__'), fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 })), { maxKeys: 4 })
const decision = fc.record({
  id: text, type: text, by: text, source: text, subject: text, salt: text, data,
  at: fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
})

/** A trail as the follower would write it. */
const trail = fc.array(decision, { minLength: 2, maxLength: 12 }).map((decisions) => {
  const entries: AuditEntry[] = []
  for (const [i, one] of decisions.entries()) entries.push(chained(entries.at(-1)?.hash ?? GENESIS, { ...one, id: `${i}.${one.id}`, seq: i + 1 }))
  return entries
})

function verify(entries: readonly AuditEntry[], written = entries.length) {
  const audit = { after: (seq: number, limit: number) => Promise.resolve(entries.filter((one) => one.seq > seq).sort((a, b) => a.seq - b.seq).slice(0, limit)) }
  return verifyTrail(audit, { position: () => Promise.resolve(written) })
}

const FIELDS = ['id', 'type', 'by', 'source', 'subject', 'salt', 'hash'] as const

t.test('an untouched trail verifies', async () => {
  await fc.assert(fc.asyncProperty(trail, async (entries) => {
    const { entries: count, head, broken } = await verify(entries)
    return count === entries.length && head === entries.at(-1)?.hash && broken === undefined
  }))
})

t.test('a changed entry is found, at its place', async () => {
  await fc.assert(fc.asyncProperty(trail, fc.nat(), fc.constantFrom(...FIELDS), async (entries, at, field) => {
    const i = at % entries.length
    const changed = entries.map((one, j) => (i === j ? { ...one, [field]: `${one[field]}x` } : one))
    return (await verify(changed)).broken?.seq === i + 1
  }))
  await fc.assert(fc.asyncProperty(trail, fc.nat(), async (entries, at) => {
    const i = at % entries.length
    const changed = entries.map((one, j) => (i === j ? { ...one, at: new Date(one.at.getTime() + 1), data: { ...one.data, more: 1 } } : one))
    return (await verify(changed)).broken?.seq === i + 1
  }))
})

t.test('a removed entry is found, also the last', async () => {
  await fc.assert(fc.asyncProperty(trail, fc.nat(), async (entries, at) => {
    const i = at % entries.length
    const { broken } = await verify(entries.filter((_, j) => j !== i), entries.length)
    return broken?.seq === i + 1 && broken.kind === 'missing'
  }))
})

t.test('two entries that changed places are found', async () => {
  await fc.assert(fc.asyncProperty(trail, fc.nat(), fc.nat(), async (entries, a, b) => {
    const [i, j] = [a % entries.length, b % entries.length].toSorted((x, y) => x - y) as [number, number]
    if (i === j) return true
    const [first, second] = [entries[i], entries[j]] as [AuditEntry, AuditEntry]
    const swapped = entries.map((one, k) => (k === i ? { ...second, seq: first.seq } : k === j ? { ...first, seq: second.seq } : one))
    return (await verify(swapped)).broken?.seq === i + 1
  }))
})

t.test('a trail forged from one place on is found by the head that was noted', async () => {
  await fc.assert(fc.asyncProperty(trail, fc.nat(), async (entries, at) => {
    const i = at % entries.length
    const forged: AuditEntry[] = entries.slice(0, i)
    for (const { hash: _hash, ...one } of entries.slice(i)) {
      forged.push(chained(forged.at(-1)?.hash ?? GENESIS, { ...one, by: one.seq === i + 1 ? `${one.by}x` : one.by }))
    }
    return (await verify(forged)).head !== entries.at(-1)?.hash
  }))
})

t.test('without the salt no hash can be guessed, and names of fields cannot be shifted into values', (t) => {
  const entry = { seq: 1, id: 'a', type: 't', at: new Date(0), by: 'b', source: 's', subject: 'u', data: {} }
  t.not(hashAfter(GENESIS, { ...entry, salt: '1' }), hashAfter(GENESIS, { ...entry, salt: '2' }))
  t.not(hashAfter(GENESIS, { ...entry, salt: '', data: { a: 'b' } }), hashAfter(GENESIS, { ...entry, salt: '', data: { ab: '' } }))
  t.equal(hashAfter(GENESIS, { ...entry, salt: '', data: { a: 1, b: 2 } }), hashAfter(GENESIS, { ...entry, salt: '', data: { b: 2, a: 1 } }))
  t.equal(createVerifier().head().hash, GENESIS)
  t.end()
})
