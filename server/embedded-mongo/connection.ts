import type { Socket } from 'node:net'
import type { Reply } from './bson-encode.ts'
import { errorReply } from './commands.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { MessageReader, OP_MSG, parseMessage, replyMessage, type Request } from './wire.ts'

/** Messages read ahead of their turn; more than that stay with the sender. */
const READ_AHEAD = 8
/** How long a client has to read why it was cut off. */
const GOODBYE_MS = 100

/** One client: its messages are answered one after the other, in their order. */
export class Connection {
  readonly #socket: Socket
  readonly #answer: (request: Request) => Promise<Reply> | Reply
  readonly #log: (message: string) => void
  readonly #reader = new MessageReader()
  readonly #waiting: Buffer[] = []
  #working: Promise<void> | undefined

  constructor(socket: Socket, answer: (request: Request) => Promise<Reply> | Reply, log: (message: string) => void) {
    this.#socket = socket
    this.#answer = answer
    this.#log = log
    // A client that vanishes is no news.
    socket.on('error', () => { socket.destroy() })
    socket.on('data', chunk => { this.#receive(chunk) })
  }

  /** Lets the running command end, and closes. */
  async close(): Promise<void> {
    this.#waiting.length = 0
    await this.#working
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    try {
      this.#waiting.push(...this.#reader.push(chunk))
    } catch (error) {
      this.#hangUp(error)
    }
    if (this.#waiting.length > READ_AHEAD) this.#socket.pause()
    if (this.#waiting.length > 0) this.#working ??= this.#work().finally(() => { this.#working = undefined })
  }

  async #work(): Promise<void> {
    for (let message = this.#waiting.shift(); message; message = this.#waiting.shift()) {
      await this.#handle(message)
      if (this.#waiting.length === 0) this.#socket.resume()
    }
  }

  async #handle(message: Buffer): Promise<void> {
    let request: Request
    try { request = parseMessage(message) } catch (error) {
      // A document that cannot be read is an error like any other; after a broken frame nothing can be trusted.
      if (isProtocolError(error)) this.#hangUp(error)
      else await this.#send(replyMessage({ id: message.readInt32LE(4), opCode: message.readInt32LE(12) }, errorReply(error)))
      return
    }
    const reply = await this.#answer(request)
    if (request.wantsReply) await this.#send(encoded(request, reply))
  }

  /** Waits while the client does not read, instead of piling up replies. */
  async #send(bytes: Buffer): Promise<void> {
    if (this.#socket.destroyed || this.#socket.write(bytes)) return
    await new Promise<void>(resolve => {
      const goOn = (): void => {
        this.#socket.off('drain', goOn).off('close', goOn)
        resolve()
      }
      this.#socket.once('drain', goOn).once('close', goOn)
    })
  }

  #hangUp(error: unknown): void {
    this.#waiting.length = 0
    this.#log(`connection closed: ${error instanceof Error ? error.message : String(error)}`)
    const known = error instanceof MongoError ? error : new MongoError(CODES.ProtocolError, 'malformed message')
    this.#socket.removeAllListeners('data')
    this.#socket.end(replyMessage({ id: 0, opCode: OP_MSG }, errorReply(known)))
    setTimeout(() => { this.#socket.destroy() }, GOODBYE_MS).unref()
  }
}

const isProtocolError = (error: unknown): boolean => !(error instanceof MongoError) || error.code === CODES.ProtocolError

/** A reply that cannot be encoded becomes an error, so that no request stays without answer. */
function encoded(request: Request, reply: Reply): Buffer {
  try { return replyMessage(request, reply) } catch (error) { return replyMessage(request, errorReply(error)) }
}
