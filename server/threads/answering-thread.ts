import { parentPort, Worker, workerData } from 'node:worker_threads'

interface Asked<Q> { id: number; question: Q }
type Answered<A> = { id: number; answer: A } | { id: number; fault: string }

/** A thread that answers questions; it begins with them in their order. */
export interface AnsweringThread<Q, A> {
  /** Rejects when answering fails, and when the thread dies; the next question then starts another. */
  ask(question: Q): Promise<A>
  /** Changes whenever a thread is started: what an earlier one was told is gone. */
  generation(): number
  /** Ends the thread; what it has not answered is rejected. */
  end(): void
}

/**
 * `module`: where the module that calls `answerQuestions` is, without its ending. Started with the first question, and kept.
 * `given`: what `givenToThread` returns there.
 */
export function createAnsweringThread<Q, A>(module: URL, given?: unknown): AnsweringThread<Q, A> {
  const open = new Map<number, { resolve(answer: A): void; reject(error: Error): void }>()
  let thread: Worker | undefined
  let generation = 0
  let last = 0

  function started(): Worker {
    if (thread) return thread
    const worker = startWorker(module, given)
    worker.on('message', (answered: Answered<A>) => settle(worker, answered))
    worker.on('error', (error) => fail(worker, error))
    worker.on('exit', (code) => fail(worker, new Error(`the thread ended with code ${code} before it answered`)))
    generation += 1
    thread = worker
    return worker
  }

  /** The process may end while nobody waits. Said after each answer: listening to messages alone keeps it going. */
  function settle(worker: Worker, answered: Answered<A>): void {
    const asker = open.get(answered.id)
    open.delete(answered.id)
    if (open.size === 0) worker.unref()
    if ('fault' in answered) asker?.reject(new Error(answered.fault))
    else asker?.resolve(answered.answer)
  }

  function fail(worker: Worker, error: Error): void {
    if (thread !== worker) return
    thread = undefined
    for (const { reject } of open.values()) reject(error)
    open.clear()
  }

  return {
    generation: () => (started(), generation),
    ask: (question) => new Promise((resolve, reject) => {
      const id = last += 1
      const worker = started()
      worker.postMessage({ id, question } satisfies Asked<Q>)
      open.set(id, { resolve, reject })
      worker.ref()
    }),
    end: () => void thread?.terminate(),
  }
}

/** In the thread: answers what it is asked. A fault is the asker's, not the thread's. */
export function answerQuestions<Q, A>(answerTo: (question: Q) => A | Promise<A>): void {
  parentPort?.on('message', ({ id, question }: Asked<Q>) => void answered(id, () => answerTo(question)).then((answer) => parentPort?.postMessage(answer)))
}

export const givenToThread = <T>(): T => workerData as T

async function answered<A>(id: number, answer: () => A | Promise<A>): Promise<Answered<A>> {
  try {
    return { id, answer: await answer() }
  } catch (error) {
    return { id, fault: String((error as Error).stack) }
  }
}

/** As source it needs a loader of its own: threads do not inherit the process's. */
function startWorker(module: URL, workerData: unknown): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`${module.href}.js`), { workerData })
  const source = JSON.stringify(`${module.href}.ts`)
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import(${source}) })`, { eval: true, execArgv: [], workerData })
}
