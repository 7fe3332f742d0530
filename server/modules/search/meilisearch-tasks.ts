import { Meilisearch, type EnqueuedTask, type Task } from 'meilisearch'
import { MeilisearchRefusal } from './node-http-client.ts'
import { SearchIndexDown } from './search-index.ts'

/** A write that the server took, tried and gave up on: it fails late, on its task, long after it answered 202. */
export class FailedTask extends Error {
  override readonly name = 'FailedTask'
  readonly code: string
  /** The document's fault, as opposed to a server that stumbled over it and may not the next time. */
  readonly isRefusal: boolean

  constructor(task: Task) {
    super(task.error?.message ?? `task ${task.uid} was ${task.status}`)
    this.code = task.error?.code ?? task.status
    this.isRefusal = task.error?.type === 'invalid_request'
  }
}

/** A batch of a few hundred vectors takes seconds, behind others minutes. */
const patience = { timeout: 120_000, interval: 15 }

/** Waits until a write has taken effect. Throws `FailedTask` when it never will, `SearchIndexDown` when that can't be known. */
export async function settled(client: Meilisearch, enqueue: Promise<EnqueuedTask>): Promise<void> {
  const task = await orDown(async () => client.tasks.waitForTask(await enqueue, patience))
  if (task.status === 'succeeded') return
  if (isNobodysFault(task)) throw new SearchIndexDown(new FailedTask(task).message)
  throw new FailedTask(task)
}

/** A full disk or an operator's cancel says nothing about the documents: the write is worth trying again as it is. */
function isNobodysFault(task: Task): boolean {
  return task.status === 'canceled' || task.error?.type === 'system'
}

/** Turns every way of not reaching the server into the one error that the port knows; refusals pass through. */
export async function orDown<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal !== undefined && refusal.status < 500) throw refusal
    throw new SearchIndexDown(messageOf(error), { cause: error })
  }
}

/** The client wraps whatever its HTTP client throws. */
export function refusalOf(error: unknown): MeilisearchRefusal | undefined {
  if (error instanceof MeilisearchRefusal) return error
  return error instanceof Error && error.cause instanceof MeilisearchRefusal ? error.cause : undefined
}

export function isMissingIndex(error: unknown): boolean {
  return refusalOf(error)?.code === 'index_not_found' || (error instanceof FailedTask && error.code === 'index_not_found')
}

function messageOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
