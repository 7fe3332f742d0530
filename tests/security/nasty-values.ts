import fc from 'fast-check'

/** JSON text that no parser hands on as it is: prototype keys twice over, depth, numbers past every type. */
export const NASTY_JSON: readonly string[] = [
  '{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"$where":"sleep(1000)"}', '{"$ne":null}', '{"$gt":""}',
  '1e400', '-1e400', '1e-400', '9007199254740993', '"\\u0000"', '"\\ud800"', '{"a":1,"a":2}', `${'['.repeat(2000)}${']'.repeat(2000)}`,
  `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`, '', ' ', 'null', 'true', '"x"', '[]', '{', '{"a"', '\uFEFF{}', '// x', "{'a':1}", 'NaN', 'undefined',
]

/** Where text, a number or a list is expected. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null, true, false, 0, -0, -1, 1e308, 5e-324, 2 ** 53, -(2 ** 53), 1e21, 0.1, [], {}, [[]], [null], '', ' ', '\0', 'a\0b', '\ud800', '\u202e', '﷽',
    '٣', '１２', '1e3', '0x10', ' 1', '+1', 'NaN', 'Infinity', 'null', 'undefined', '[object Object]', '2026-02-30T00:00:00Z', '0000-00-00T00:00:00Z',
    '9999-12-31T23:59:59.999Z', '+275760-09-13T00:00:00Z', '2026-06-30T23:59:60Z', '../../etc/passwd', '%00', '%2e%2e%2f', "' OR 1=1 --", '{{7*7}}', '${7*7}',
    '<script>alert(1)</script>', '=cmd|calc', 'a\r\nBcc: x@example.org', 'a@b,c@d', { $ne: null }, { $gt: '' }, { $regex: '.*' }, { $where: '1' },
    { $in: [''] }, { toString: 1 }, { length: 1e9 }, { then: 1 }, { constructor: { prototype: { polluted: true } } }, { _bsontype: 'ObjectId' },
    'x'.repeat(300), 'x'.repeat(100_000), '中'.repeat(30_000), 'e\u0301'.repeat(2000), Array.from({ length: 3000 }, () => 'x'), deep(60),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }), fc.double(), fc.bigInt().map(String), fc.jsonValue({ maxDepth: 3 }),
)

function deep(levels: number): unknown {
  return levels === 0 ? 'deep' : { a: deep(levels - 1) }
}

export const nastyKey = fc.constantFrom('__proto__', 'constructor', 'prototype', '$ne', '$where', 'a.b', '', 'id', '_id', 'revision', 'status', 'roles', 'toString', '\0', 'x'.repeat(500))
