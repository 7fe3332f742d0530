import { constants, setPriority } from 'node:os'
import { createRenderer } from '../plugins/renderer.ts'
import { VIEWS } from '../root.ts'
import { answerQuestions, givenToThread } from '../threads/answering-thread.ts'
import { faultOf, type MailAnswer, type MailQuestion, type MailThreadParts } from './mail-thread.ts'
import { createSender } from './sender.ts'
import { createSmtpTransport } from './smtp-transport.ts'

/** The thread of `createMailThread`. */
const { url, dkim, production } = givenToThread<MailThreadParts>()
const sender = createSender(createSmtpTransport(url, dkim), createRenderer({ viewsDir: VIEWS, cache: true, unknownKey: production ? 'show' : 'throw' }))

/** Messages whose end waits for a word. */
const open = new Map<number, { decide(finish: boolean): void; over: Promise<MailAnswer> }>()

// Whoever reads a page goes first. On Linux this is the thread's own priority, elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)

answerQuestions<MailQuestion, MailAnswer>((question) => (question.kind === 'hand' ? handed(question) : ended(question)))

function handed({ id, letter }: MailQuestion & { kind: 'hand' }): Promise<MailAnswer> {
  return new Promise((answer) => {
    const mayFinish = (): Promise<void> => new Promise((resolve, reject) => {
      open.set(id, { decide: (finish) => (finish ? resolve() : reject(new Error('dropped'))), over })
      answer({ kind: 'waits' })
    })
    const over = sender.send(letter, mayFinish).then((): MailAnswer => ({ kind: 'sent' }), (error: Error): MailAnswer => ({ kind: 'failed', fault: faultOf(error) }))
    void over.then((outcome) => answer(outcome))
  })
}

/** Whoever asks about a message this thread does not hold asks a later thread: the one that held it has died with it. */
async function ended({ id, kind }: MailQuestion & { kind: 'finish' | 'drop' }): Promise<MailAnswer> {
  const message = open.get(id)
  open.delete(id)
  message?.decide(kind === 'finish')
  return message ? message.over : { kind: 'failed', fault: faultOf(new Error('nothing waits for its end')) }
}
