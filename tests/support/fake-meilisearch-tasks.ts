import { FakeRefusal, type ErrorBody } from './fake-meilisearch-errors.ts'

export interface FakeTask {
  uid: number
  batchUid: number | null
  indexUid: string | null
  status: 'enqueued' | 'succeeded' | 'failed'
  type: string
  canceledBy: null
  details: Record<string, unknown>
  error: ErrorBody | null
  duration: string | null
  enqueuedAt: string
  startedAt: string | null
  finishedAt: string | null
}

type Work = () => Record<string, unknown>

/** Writes are taken at once and done later, in order; a failure shows on the task only. */
export class FakeTasks {
  readonly all: FakeTask[] = []
  readonly #queue: { task: FakeTask; work: Work }[] = []
  #stalled = false
  #timer: NodeJS.Immediate | undefined

  /** `details` is what a failed task still tells. */
  enqueue(type: string, indexUid: string | null, details: Record<string, unknown>, work: Work): object {
    const enqueuedAt = new Date().toISOString()
    const task: FakeTask = {
      uid: this.all.length, batchUid: null, indexUid, status: 'enqueued', type, canceledBy: null, details, error: null,
      duration: null, enqueuedAt, startedAt: null, finishedAt: null,
    }
    this.all.push(task)
    this.#queue.push({ task, work })
    this.#schedule()
    return { taskUid: task.uid, indexUid, status: 'enqueued', type, enqueuedAt }
  }

  stall(): void {
    this.#stalled = true
  }

  work(): void {
    this.#stalled = false
    this.#schedule()
  }

  stop(): void {
    if (this.#timer !== undefined) clearImmediate(this.#timer)
  }

  #schedule(): void {
    if (this.#stalled || this.#timer !== undefined || this.#queue.length === 0) return
    this.#timer = setImmediate(() => {
      this.#timer = undefined
      const next = this.#queue.shift()
      if (next !== undefined) run(next.task, next.work)
      this.#schedule()
    })
  }
}

function run(task: FakeTask, work: Work): void {
  task.startedAt = new Date().toISOString()
  task.batchUid = task.uid
  try {
    task.details = { ...task.details, ...work() }
    task.status = 'succeeded'
  } catch (error) {
    if (!(error instanceof FakeRefusal)) throw error
    task.status = 'failed'
    task.error = error.body
  }
  task.duration = 'PT0.001S'
  task.finishedAt = new Date().toISOString()
}
