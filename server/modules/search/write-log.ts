/** A write that takes longer than this makes the index "behind": readers should be told. */
const slowMs = 2000
const mostFailures = 50

/** What is being written and what went wrong lately. */
export class WriteLog {
  readonly #now: () => Date
  readonly #running = new Set<{ since: number }>()
  #failures: { at: string; reason: string }[] = []
  #lastFailed = false

  constructor(now: () => Date) {
    this.#now = now
  }

  get pending(): number {
    return this.#running.size
  }

  /** Runs a write and remembers how it ended. */
  async during<T>(write: () => Promise<T>): Promise<T> {
    const entry = { since: this.#now().getTime() }
    this.#running.add(entry)
    try {
      const result = await write()
      this.#lastFailed = false
      return result
    } catch (error) {
      this.#lastFailed = true
      this.failed(error)
      throw error
    } finally {
      this.#running.delete(entry)
    }
  }

  failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.#failures = [...this.#failures, { at: this.#now().toISOString(), reason }].slice(-mostFailures)
  }

  failures(): { at: string; reason: string }[] {
    return [...this.#failures]
  }

  /** The last write failed and was not made good, or one has been under way for long. */
  isBehind(): boolean {
    const now = this.#now().getTime()
    return this.#lastFailed || [...this.#running].some(({ since }) => now - since > slowMs)
  }

  clear(): void {
    this.#failures = []
    this.#lastFailed = false
  }
}
