import { constants, setPriority } from 'node:os'
import { createRenderer } from '../plugins/renderer.ts'
import { VIEWS } from '../root.ts'
import { answerQuestions } from '../threads/answering-thread.ts'
import { createDelivery, type Delivered } from './delivery.ts'
import type { Lot, MailThreadParts } from './mail-thread.ts'
import type { MailTransport } from './mail-transport.ts'
import { createSentLog } from './sent-log.ts'

/** In the thread of `createMailThread`: delivers what it is given. */
export function deliverInThread(transport: MailTransport, { sentLog, production }: Pick<MailThreadParts, 'sentLog' | 'production'>): void {
  // Whoever reads a page goes first. On Linux this is the thread's own priority, elsewhere it would be the whole process's.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)
  const renderer = createRenderer({ viewsDir: VIEWS, cache: true, unknownKey: production ? 'show' : 'throw' })
  const delivery = createDelivery({ transport, renderer, sentLog: createSentLog(sentLog) })
  answerQuestions<Lot, Delivered[]>(({ letters, within }) => delivery.deliver(letters, within))
}
