import { createAnsweringThread } from '../threads/answering-thread.ts'
import type { Delivered, Delivery, Letter } from './delivery.ts'
import type { DkimKey } from './smtp-transport.ts'

/** What the thread is started with. `sentLog`: folder of the log of what was sent. */
export interface MailThreadParts { url: string; dkim: DkimKey | undefined; sentLog: string; production: boolean }

/** What it is asked: one lot of letters, as `Delivery.deliver`. */
export interface Lot { letters: readonly Letter[]; within: number }

/**
 * Sends by SMTP from a thread of its own, where messages are also rendered and written: ten thousand digests keep no page
 * waiting. Rejects when the thread dies; then it is as after a crash, and what was sent stands in the log.
 */
export function createMailThread(parts: MailThreadParts, module = new URL('./mail-worker', import.meta.url)): Delivery {
  const thread = createAnsweringThread<Lot, Delivered[]>(module, parts)
  return {
    async deliver(letters, within) {
      try {
        return await thread.ask({ letters, within })
      } catch (error) {
        if ((error as Error).name !== UNFIT) throw error
        const fit = letters.filter(isFit)
        return [...letters.filter((one) => !fit.includes(one)).map(unfit), ...(await thread.ask({ letters: fit, within }))]
      }
    },
    close: () => thread.end(),
  }
}

/** What JavaScript says of what cannot go to another thread. One such letter must not keep the others. */
const UNFIT = 'DataCloneError'

function isFit(letter: Letter): boolean {
  try {
    structuredClone(letter)
    return true
  } catch {
    return false
  }
}

const unfit = ({ id }: Letter): Delivered => ({ id, state: 'failed', fault: { kind: 'other', code: UNFIT } })
