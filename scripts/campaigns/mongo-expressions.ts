import { setTimeout as sleep } from 'node:timers/promises'
import { Binary, BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import fc from 'fast-check'
import type { Collection, Document } from 'mongodb'
import { createScope } from '../../server/embedded-mongo/scope.ts'
import { withEmbeddedMongo } from '../bench/embedded-server.ts'
import type { CampaignOptions, CampaignReport } from '../campaign.ts'

/** One expression may take three seconds of evaluation before it is stopped; longer is a hang. */
const PATIENCE_MS = 15_000
/** What the server says of a mistake of its own. */
const INTERNAL_ERROR = 1

const OPERATORS = Object.keys(createScope().operators)
const FIELDS = ['$a', '$b', '$c', '$d', '$e', '$none', '$a.x', '$$ROOT', '$$NOW', '$$REMOVE', '$']
const NAMES = ['input', 'date', 'format', 'timezone', 'unit', 'amount', 'startDate', 'endDate', 'to', 'onError', 'onNull', 'in', 'as', 'cond', 'vars', 'branches', 'default', 'n', 'sortBy', 'find', 'replacement', 'regex', 'options', 'chars', 'field', 'value', 'initialValue', 'inputs', 'dateString', 'year', 'month', 'binSize', 'limit', 'if', 'then', 'else']

const scalar = fc.oneof(
  fc.integer(), fc.double(), fc.string({ maxLength: 6 }), fc.constantFrom<unknown>(null, true, false, 0, -1, 1, 2, 'UTC', 'Asia/Shanghai', 'day', 'week', '%Y-%m-%d', 'int', 'string', 'a', '', 'é\u{1F600}', '(a+)+$', new Date(0), new Date(-1e13), new Date(8.64e15), Long.MAX_VALUE, Long.MIN_VALUE,
    Decimal128.fromString('1E+6144'), Decimal128.fromString('-1E-6176'), Decimal128.fromString('NaN'), Decimal128.fromString('Infinity'), new Double(-0), Infinity, Number.NaN, new ObjectId('650000000000000000000001'), new MinKey(), new MaxKey(), new Timestamp({ t: 1, i: 2 }), new BSONRegExp('a', 'i'), new Binary(Buffer.from('bytes'))),
  fc.constantFrom(...FIELDS),
)
const { expression } = fc.letrec<{ expression: unknown, call: unknown, list: unknown, named: unknown }>(tie => ({
  expression: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('call'), tie('list'), tie('named')),
  call: fc.tuple(fc.constantFrom(...OPERATORS), fc.oneof(tie('list'), tie('named'), tie('expression'))).map(([name, argument]) => ({ [name]: argument })),
  list: fc.array(tie('expression'), { maxLength: 4 }),
  named: fc.dictionary(fc.constantFrom(...NAMES), tie('expression'), { maxKeys: 4 }),
}))
const call = fc.tuple(fc.constantFrom(...OPERATORS), fc.oneof(fc.array(expression, { maxLength: 4 }), fc.dictionary(fc.constantFrom(...NAMES), expression, { maxKeys: 5 }), expression)).map(([name, argument]): Document => ({ [name]: argument }))

const DOCUMENTS: readonly Document[] = [
  { a: { x: [1, 2] }, b: [3, 'x', null], c: 'text', d: new Date(1e12), e: 2.5 }, { a: [{ x: 1 }, { x: 'y' }], b: [], c: '', d: null, e: Decimal128.fromString('7') }, {},
]

interface Tally { evaluated: number, refused: number }

/** Evaluates in both places where expressions stand. Mistakes in the expression are right to be refused, ours are not. */
async function evaluate(collection: Collection<Document>, wanted: Document, tally: Tally): Promise<void> {
  const pipelines = [[{ $project: { value: wanted } }], [{ $match: { $expr: wanted } }, { $group: { _id: null, values: { $push: wanted } } }]]
  for (const pipeline of pipelines) {
    const outcome = await Promise.race([collection.aggregate(pipeline).toArray().catch((error: unknown) => error as { code?: number, message: string }), sleep(PATIENCE_MS, 'late' as const, { ref: false })])
    if (outcome === 'late') throw new Error('no answer')
    if (Array.isArray(outcome)) { tally.evaluated++; continue }
    if (outcome.code === undefined || outcome.code === INTERNAL_ERROR) throw new Error(outcome.message)
    tally.refused++
  }
}

/** Random expressions of every operator: each must end, with a value or with an error that MongoDB could give. */
export function searchExpressions(seed: number, runs: number): Promise<CampaignReport> {
  return withEmbeddedMongo(async client => {
    const collection = client.db('fuzz').collection<Document>('documents')
    await collection.insertMany([...DOCUMENTS])
    const tally: Tally = { evaluated: 0, refused: 0 }
    const { failed, counterexample, errorInstance } = await fc.check(fc.asyncProperty(call, wanted => evaluate(collection, wanted, tally)), { seed, numRuns: runs, interruptAfterTimeLimit: 10 * 60_000 })
    const faults = failed && errorInstance ? [`${String((errorInstance as Error).message)} for ${fc.stringify(counterexample)}`] : []
    return { figures: { operators: OPERATORS.length, ...tally }, faults }
  })
}

export const run = ({ seed }: CampaignOptions): Promise<CampaignReport> => searchExpressions(seed, 20_000)
