import { parentPort } from 'node:worker_threads'
import { bulkMatch } from '../matching/bulk-match.ts'
import { countsFrom } from '../matching/counts-snapshot.ts'
import { evidenceFor } from '../matching/evidence.ts'
import type { Answer, Answered, Asked, Question } from './digest-thread.ts'

/** The thread of the digests: one question after the other. */
parentPort?.on('message', ({ id, question }: Asked) => parentPort?.postMessage(answered(id, question)))

function answered(id: number, question: Question): Answered {
  try {
    return { id, answer: answerTo(question) }
  } catch (error) {
    return { id, fault: String((error as Error).stack) }
  }
}

function answerTo({ statistics: { needs: among, items }, ...question }: Question): Answer {
  const statistics = { needs: countsFrom(among), items: countsFrom(items) }
  if (question.kind === 'match') return bulkMatch(question.needs, question.teams, { statistics, verdicts: question.verdicts })
  const known = new Map(question.needs.map((need) => [need.id, need]))
  return question.meetings.map(({ need, text }) => { const subject = known.get(need); return subject ? evidenceFor(subject, text, statistics) : [] })
}
