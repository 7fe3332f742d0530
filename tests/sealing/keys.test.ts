import { execFile } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { resealFactors } from '../../server/modules/accounts/factor-rotation-store.ts'
import { FACTOR_PURPOSE } from '../../server/modules/accounts/one-time-codes.ts'
import { createSecretBox } from '../../server/secret-box.ts'
import { createKeyStore } from '../../server/modules/sealing/key-store.ts'
import { createKeyVault } from '../../server/modules/sealing/key-vault.ts'
import { masterKeyOf } from '../../server/modules/sealing/master-key.ts'
import { rewrapAll } from '../../server/modules/sealing/rotation.ts'
import { newKey, newSealingPair, openValue, sealValue, unwrapWith, wrapFor } from '../../server/modules/sealing/cipher.ts'
import { freshNeed, handIn, must, openBids } from '../bids/bid-steps.ts'
import { startApp } from '../support/app.ts'
import { nodeArgs } from '../support/node-args.ts'
import { temporaryFolder } from '../support/store.ts'

const OLD = 'the first key, thirty-two characters'
const NEW = 'another key, also thirty-two of them'

t.test('what is sealed opens with its key, in its place, and in no other way', (t) => {
  const [key, other] = [newKey(), newKey()]
  const sealed = sealValue(key, { a: 1 }, 'here')
  t.same(openValue(key, sealed, 'here'), { a: 1 })
  for (const [with_, text, place] of [[other, sealed, 'here'], [key, sealed, 'there'], [key, sealed.slice(0, -8), 'here'], [key, 'sealed1.', 'here'], [key, null, 'here']] as const) {
    t.equal(openValue(with_, text, place), undefined)
  }
  t.equal(sealValue(key, { a: 'x' }, 'here').length, sealValue(key, { a: 'x'.repeat(100) }, 'here').length, 'lengths tell little')
  const [mine, theirs] = [newSealingPair(), newSealingPair()]
  const wrapped = wrapFor(mine.publicKey, key, 'bid')
  t.same(unwrapWith(mine.privateKey, wrapped, 'bid'), key)
  t.equal(unwrapWith(theirs.privateKey, wrapped, 'bid'), undefined)
  t.equal(unwrapWith(mine.privateKey, wrapped, 'other bid'), undefined)
  t.equal(unwrapWith(mine.privateKey, `sealed1.${Buffer.alloc(60).toString('base64url')}`, 'bid'), undefined, 'a point that is none')
  t.end()
})

t.test('a new SEAL_KEY: every key moves, interrupted or not, and bids open as before', async (t) => {
  const app = await startApp(t, { SEAL_KEY: OLD })
  const { connection } = app.services
  const need = await freshNeed(app)
  const bid = await handIn(app, need, 'researcher')
  const signer = await app.services.vault.signer()
  const store = createKeyStore(connection)

  const halfway = { ...store, rewrap: async (...change: Parameters<typeof store.rewrap>) => (change[0].id === 'data' ? Promise.reject(new Error('killed')) : store.rewrap(...change)) }
  await t.rejects(rewrapAll(halfway, masterKeyOf(OLD), masterKeyOf(NEW)), { message: 'killed' })
  const { moved, left } = await rewrapAll(store, masterKeyOf(OLD), masterKeyOf(NEW))
  t.ok(moved >= 1)
  t.same(left, [])
  t.same(await rewrapAll(store, masterKeyOf(OLD), masterKeyOf(NEW)), { moved: 0, left: [] }, 'again: nothing to do')
  await t.rejects(createKeyVault(store, masterKeyOf(OLD)).workKeys(), { message: /another SEAL_KEY/ }, 'the old key is worth nothing any more')
  const vault = createKeyVault(store, masterKeyOf(NEW))
  t.same((await vault.signer()).publicKey, signer.publicKey, 'receipts stay valid')
  t.same(await vault.workKeys(), await app.services.vault.workKeys())

  await rewrapAll(store, masterKeyOf(NEW), masterKeyOf(OLD))
  await openBids(app, need)
  must(await (await app.as('officer')).api('GET', `/bids/${bid}`))
  const box = (secret: string) => createSecretBox(secret, FACTOR_PURPOSE)
  const factors = connection.collection<{ _id: string; secret: string }>('second_factors')
  await factors.insertOne({ _id: 'person-lin-yue', secret: box(OLD).seal('their secret', 'person-lin-yue') })
  t.same(await resealFactors(connection, OLD, NEW), { moved: 1, left: [] })
  t.same(await resealFactors(connection, OLD, NEW), { moved: 0, left: [] })
  t.equal(box(NEW).open((await factors.findOne({ _id: 'person-lin-yue' }))?.secret ?? '', 'person-lin-yue')?.toString(), 'their secret')
  t.same((await resealFactors(connection, 'no', OLD)).left, ['person-lin-yue'])

  const wrong = masterKeyOf('a key that was never used for anything')
  t.ok((await rewrapAll(store, wrong, masterKeyOf(NEW))).left.length >= 3, 'with a wrong old key it says what is left')
})

t.test('without SEAL_KEY the key is a file that its owner alone can read', async (t) => {
  const app = await startApp(t)
  t.equal(statSync(join(app.services.config.dataDir, 'seal-key')).mode & 0o777, 0o600)
})

t.test('the command says how it is used', async (t) => {
  const [file, short] = await temporaryFolder(t).then((folder) => [join(folder, 'a'), join(folder, 'b')] as const)
  writeFileSync(file, OLD)
  writeFileSync(short, 'short')
  await t.rejects(promisify(execFile)(process.execPath, [...nodeArgs('scripts/rotate-seal-key'), '--old', file, '--new', short]), { code: 2 })
})
