import { CODES, MongoError } from './mongo-error.ts'

/** One uninterrupted piece of evaluation may not hold the process longer than this. */
const LONGEST_SLICE_MS = 3000
/** After this much evaluation other connections get their turn. */
const FAIR_SLICE_MS = 2
/** Values that one command may hold at once, roughly. */
const MAX_MEMORY = 256 * 1024 * 1024

/** Bounds what one command may cost: its own maxTimeMS, one slice, and memory. */
export class Budget {
  #ticks = 0
  #sliceStart = performance.now()
  #memory = 0
  readonly #deadline: number

  constructor(maxTimeMS = 0) {
    this.#deadline = maxTimeMS > 0 ? performance.now() + maxTimeMS : Infinity
  }

  /** Called by everything that loops; looks at the clock every thousand times. */
  tick(): void {
    if (++this.#ticks % 1000 === 0) this.checkTime()
  }

  checkTime(): void {
    const now = performance.now()
    if (now > this.#deadline) throw new MongoError(CODES.MaxTimeMSExpired, 'operation exceeded time limit')
    if (now - this.#sliceStart > LONGEST_SLICE_MS) throw new MongoError(CODES.MaxTimeMSExpired, 'evaluating one document took too long, so the operation was stopped')
  }

  /** Accounts for memory that an operator is about to fill. */
  spend(bytes: number): void {
    this.#memory += bytes
    if (this.#memory > MAX_MEMORY) throw new MongoError(CODES.ExceededMemoryLimit, `the operation used too much memory (limit ${MAX_MEMORY} bytes)`)
  }

  /** Has this command had its share for now? */
  isTurnOver(): boolean {
    return performance.now() - this.#sliceStart >= FAIR_SLICE_MS
  }

  /** Lets other connections run, when this command has had its share. */
  async breathe(): Promise<void> {
    if (!this.isTurnOver()) return
    this.checkTime()
    await new Promise<void>(resolve => { setImmediate(resolve) })
    this.#sliceStart = performance.now()
  }
}
