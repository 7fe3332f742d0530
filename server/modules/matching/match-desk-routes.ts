import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { NOTHING, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { LEARNABLE, lessonOf } from './learned-weights.ts'
import { matchDeskPage } from './match-desk-pages.ts'
import { precisionByWeek, type StaffJudgement } from './match-precision.ts'
import { matchWeights } from './match-weights.ts'
import { type JudgedVerdict, lessonPair } from './verdict-store.ts'
import { learnWeights, restoreWeights, resumeLearning, type WeightBook, type WeightRefusal, weightsInUse } from './weight-book.ts'

const OFFICER = ['officer'] as const
const CLOSED = { additionalProperties: false }

const REFUSALS: Record<WeightRefusal, number> = {
  'not-staff': 404, 'weights-held': 409, 'too-few-judgements': 422, 'nothing-learned': 409, 'unknown-weights': 404,
}
const numbers = Type.Object(Object.fromEntries([...LEARNABLE, 'verdict'].map((part) => [part, Type.Number()])), CLOSED)
const Lesson = Type.Object({ approved: Type.Integer(), refused: Type.Integer(), differences: Type.Record(Type.String(), Type.Number()) }, CLOSED)
const Version = Type.Object({
  version: Type.String(), parts: Type.Unsafe<Record<string, number>>(numbers), by: Type.String(), lesson: Lesson,
  at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }),
}, CLOSED)
const Weights = Type.Object({
  mode: Type.String(), inUse: Type.String(), base: Type.Unsafe<Record<string, number>>(numbers), parts: Type.Unsafe<Record<string, number>>(numbers),
  standing: Lesson, versions: Type.Array(Version),
}, CLOSED)
const Week = Type.Object({
  week: Type.String(), lists: Type.Integer(), shown: Type.Integer(), approved: Type.Integer(), refused: Type.Integer(), precision: Type.Number(),
  ofJudged: Type.Unsafe<number | null>({ type: ['number', 'null'] }),
}, CLOSED)
const Choice = Type.Object({ version: Type.String({ minLength: 1, maxLength: 40 }) }, CLOSED)

/** How good the rankings are by what staff say of them, and the weights that follow from it. */
export function matchDeskRoutes(web: Web, services: Services): void {
  const { verdicts, weightBook } = services
  const deciding = { access: OFFICER, tag: 'matches', response: Weights, refusals: REFUSALS } as const
  const answer = async (book: WeightBook) => weightsOf(book, await verdicts.judged())
  const again = (context: Context, form: FormState) => desk(services, context, form)
  const then = (flash: string) => () => ({ to: '/staff/matching', flash })

  web.page({ path: '/staff/matching', access: OFFICER, summary: 'Match quality and weights', load: (context) => desk(services, context) })
  web.read({
    path: '/matching/weights', access: OFFICER, summary: 'Weights of the ranking and what they were learned from', tag: 'matches', response: Weights,
    load: async () => answer(await weightBook.read()),
  })
  web.read({
    path: '/matching/precision', access: OFFICER, summary: 'Precision at 5 by week, from staff decisions', tag: 'matches',
    response: Type.Object({ items: Type.Array(Week), next: Type.Null() }, CLOSED),
    load: async () => ({ items: precisionByWeek(judgementsOf(await verdicts.judged())), next: null }),
  })
  web.action({
    ...deciding, path: '/staff/matching/learning', api: '/matching/learning', summary: 'Learn weights from the judgements that stand', body: NOTHING,
    async run({ actor, now }) {
      const judged = (await verdicts.judged()).map(lessonPair)
      return weightBook.change((book) => learnWeights(book, matchWeights, judged, actor, now))
    },
    answer, then: then('matching.learned'), again,
  })
  web.action({
    ...deciding, path: '/staff/matching/weights', api: '/matching/weights', summary: 'Go back to a version of the weights', body: Choice,
    run: ({ body, actor, now }) => weightBook.change((book) => restoreWeights(book, matchWeights, body.version, actor, now)),
    answer, then: then('matching.restored'), again,
  })
  web.action({
    ...deciding, path: '/staff/matching/resumption', api: '/matching/resumption', summary: 'Let the weights learn again', body: NOTHING,
    run: ({ actor, now }) => weightBook.change((book) => resumeLearning(book, actor, now)),
    answer, then: then('matching.resumed'), again,
  })
}

/** A team that declines says nothing about the ranking staff saw. */
function judgementsOf(judged: readonly JudgedVerdict[]): StaffJudgement[] {
  return judged.filter((one) => one.side === 'staff').map(({ need, subject, kind, basis }) => ({ need, subject, kind, at: basis.at, first: basis.first }))
}

function weightsOf(book: WeightBook, judged: readonly JudgedVerdict[]) {
  const { version, parts } = weightsInUse(book, matchWeights)
  return { mode: book.mode, inUse: version, base: matchWeights.parts, parts, standing: lessonOf(judged.map(lessonPair)), versions: book.versions }
}

async function desk(services: Services, context: Context, form?: FormState): Promise<Page> {
  const [book, judged] = await Promise.all([services.weightBook.read(), services.verdicts.judged()])
  const names = await services.people.names(book.versions.map((one) => one.by))
  const weeks = precisionByWeek(judgementsOf(judged))
  return matchDeskPage({ ...weightsOf(book, judged), baseVersion: matchWeights.version, weeks, names }, context, form)
}
