import { createServer, type Server, type Socket } from 'node:net'
import { runCommand, errorReply } from './commands.ts'
import { Cursors } from './cursors.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { type Database } from './write-operations.ts'
import { MessageReader, parseMessage, replyMessage, type Request } from './wire.ts'

export type Log = (message: string) => void

/** Listens on a socket and answers the wire protocol. */
export class WireServer {
  readonly cursors = new Cursors()
  readonly #database: Database
  readonly #log: Log
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #running = new Set<Promise<void>>()
  #connections = 0

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
    this.#server = createServer(socket => { this.#accept(socket) })
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ path, backlog: 1024 }, resolve)
    })
  }

  /** Lets running commands end, so that what was acknowledged is what is stored. */
  async close(): Promise<void> {
    const closed = new Promise<void>(resolve => { this.#server.close(() => { resolve() }) })
    await Promise.allSettled(this.#running)
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #accept(socket: Socket): void {
    const connection = ++this.#connections
    const reader = new MessageReader()
    this.#sockets.add(socket)
    socket.on('close', () => { this.#sockets.delete(socket) })
    // A client that vanishes is no news.
    socket.on('error', () => { socket.destroy() })
    socket.on('data', chunk => { this.#receive(socket, connection, reader, chunk) })
  }

  #receive(socket: Socket, connection: number, reader: MessageReader, chunk: Buffer): void {
    try {
      for (const message of reader.push(chunk)) this.#handle(socket, connection, message)
    } catch (error) {
      this.#hangUp(socket, error)
    }
  }

  /** A document that cannot be read is its sender's error only: the next message is still in its place. */
  #handle(socket: Socket, connection: number, message: Buffer): void {
    try {
      this.#track(this.#answer(socket, connection, parseMessage(message)))
    } catch (error) {
      if (!(error instanceof MongoError) || error.code === CODES.ProtocolError) throw error
      socket.write(replyMessage({ id: message.readInt32LE(4), opCode: message.readInt32LE(12) }, errorReply(error)))
    }
  }

  #track(work: Promise<void>): void {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }

  async #answer(socket: Socket, connection: number, request: Request): Promise<void> {
    const { command, sequences } = request
    const name = Object.keys(command)[0] ?? ''
    const database = typeof command.$db === 'string' ? command.$db : 'admin'
    const reply = await runCommand({ ...this.#database, name, database, command, sequences, cursors: this.cursors, connection })
    if (request.wantsReply && !socket.destroyed) socket.write(encoded(request, reply))
  }

  /** After a malformed message nobody knows where the next one starts. */
  #hangUp(socket: Socket, error: unknown): void {
    this.#log(`connection closed: ${error instanceof Error ? error.message : String(error)}`)
    socket.end(replyMessage({ id: 0, opCode: 2013 }, errorReply(error instanceof MongoError ? error : new MongoError(CODES.ProtocolError, 'malformed message'))))
    socket.pause()
    setTimeout(() => { socket.destroy() }, 100).unref()
  }
}

/** A reply that cannot be encoded becomes an error, so that no request stays without answer. */
function encoded(request: Request, reply: Parameters<typeof replyMessage>[1]): Buffer {
  try { return replyMessage(request, reply) } catch (error) { return replyMessage(request, errorReply(error)) }
}
