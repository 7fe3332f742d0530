import { createContext, Script } from 'node:vm'
import { CODES, MongoError } from './mongo-error.ts'

/** One search may take so long; MongoDB's PCRE stops after a number of steps. */
const LIMIT_MS = 500
/** Below this even the worst pattern is done quickly. */
const SHORT_INPUT = 16

const sandbox: { search: (() => RegExpExecArray | null) | undefined } = { search: undefined }
const context = createContext(sandbox)
const script = new Script('search()')

/** Can a search take exponential time? A repeated group with a repetition or a choice inside, or many open repetitions. */
export function isRisky(pattern: string): boolean {
  return /\([^()]*(?:[+*|]|\{\d+,)[^()]*\)[+*{]/.test(pattern) || /\([^()]*\([^()]*\)[+*{][^()]*\)[+*{]/.test(pattern) || (pattern.match(/[+*]/g)?.length ?? 0) > 3
}

/** A regular expression whose searches are stopped when they take too long. */
export class GuardedRegExp extends RegExp {
  override exec(text: string): RegExpExecArray | null {
    if (text.length < SHORT_INPUT) return super.exec(text)
    sandbox.search = () => super.exec(text)
    try {
      return script.runInContext(context, { timeout: LIMIT_MS }) as RegExpExecArray | null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
      throw new MongoError(CODES.MaxTimeMSExpired, 'the regular expression took too long, so the operation was stopped')
    }
  }
}
