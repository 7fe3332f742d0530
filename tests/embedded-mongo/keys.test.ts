import { Binary, BSONRegExp, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import fc from 'fast-check'
import t from 'tap'
import { decodeDoc } from '../../server/embedded-mongo/bson-decode.ts'
import { encodeDoc } from '../../server/embedded-mongo/bson-encode.ts'
import { compare } from '../../server/embedded-mongo/compare.ts'
import { encodeKey } from '../../server/embedded-mongo/keys.ts'
import { double, newDoc, type Value } from '../../server/embedded-mongo/values.ts'

const number = fc.oneof(
  fc.integer(), fc.double().map(double), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom<Value>(0, -0, new Double(1), 1n, 2n ** 53n, 2n ** 53n + 1n, Number.NaN, Infinity, -Infinity),
  fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -30, max: 30 })).map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', '1', '1.0', '0.1', '1E-6176', '-1E-6176', '9E6144', '-9E6144').map(text => Decimal128.fromString(text)),
)
const leaf: fc.Arbitrary<Value> = fc.oneof(
  number, fc.string({ unit: 'binary' }), fc.constantFrom<Value>(null, true, false, new MinKey(), new MaxKey(), 'a\0', 'a', '\uFFFF', '\u{10000}'),
  fc.date({ noInvalidDate: true }), fc.uint8Array({ minLength: 12, maxLength: 12 }).map(bytes => new ObjectId(bytes)), fc.uint8Array({ maxLength: 5 }).map(bytes => new Binary(bytes)),
  fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })), fc.constantFrom('a', 'b').map(pattern => new BSONRegExp(pattern, 'i')),
)
const { value } = fc.letrec<{ value: Value }>(tie => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', 'ab'), tie('value'), { maxKeys: 3 }).map(doc => newDoc(doc))),
}))

const OPTIONS = { seed: 20_261_122, numRuns: 3000 }

t.test('the order of keys is the order of values', t => {
  fc.assert(fc.property(value, value, (a, b) => Math.sign(compare(a, b)) === Math.sign(Buffer.compare(encodeKey(a), encodeKey(b)))), OPTIONS)
  fc.assert(fc.property(number, number, (a, b) => Math.sign(compare(a, b)) === Math.sign(Buffer.compare(encodeKey(a), encodeKey(b)))), OPTIONS)
  t.end()
})

t.test('a key followed by anything keeps its order', t => {
  fc.assert(fc.property(leaf, leaf, leaf, leaf, (a, b, x, y) => {
    const order = Math.sign(compare(a, b)) || Math.sign(compare(x, y))
    return order === Math.sign(Buffer.compare(Buffer.concat([encodeKey(a), encodeKey(x)]), Buffer.concat([encodeKey(b), encodeKey(y)])))
  }), OPTIONS)
  t.end()
})

t.test('equal numbers of all types are one key', t => {
  for (const one of [1n, new Double(1), Decimal128.fromString('1'), Decimal128.fromString('1.00')]) t.ok(encodeKey(one).equals(encodeKey(1)), String(one))
  t.notOk(encodeKey(Decimal128.fromString('0.1')).equals(encodeKey(0.1)), 'a tenth is no double')
  t.end()
})

t.test('documents survive BSON with their number types', t => {
  fc.assert(fc.property(value, a => encodeDoc(decodeDoc(encodeDoc({ a }))).equals(encodeDoc({ a }))), OPTIONS)
  const doc = decodeDoc(encodeDoc({ a: 1, b: new Double(1), c: 1n, __proto__x: 1 }))
  t.same([doc.a, doc.b, doc.c], [1, new Double(1), 1n])
  t.end()
})
