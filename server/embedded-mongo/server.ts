import { createServer, type Server, type Socket } from 'node:net'
import type { Reply } from './bson-encode.ts'
import { runCommand } from './commands.ts'
import { Connection } from './connection.ts'
import { Cursors } from './cursors.ts'
import type { Request } from './wire.ts'
import type { Database } from './write-operations.ts'

export type Log = (message: string) => void

/** Listens on a socket and answers the wire protocol. */
export class WireServer {
  readonly cursors = new Cursors()
  readonly #database: Database
  readonly #log: Log
  readonly #server: Server
  readonly #connections = new Set<Connection>()
  #lastConnection = 0

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
    await Promise.all([...this.#connections].map(connection => connection.close()))
    await closed
  }

  #accept(socket: Socket): void {
    const id = ++this.#lastConnection
    const connection = new Connection(socket, request => this.#answer(request, id), this.#log)
    this.#connections.add(connection)
    socket.on('close', () => { this.#connections.delete(connection) })
  }

  #answer({ command, sequences }: Request, connection: number): Promise<Reply> | Reply {
    const name = Object.keys(command)[0] ?? ''
    const database = typeof command.$db === 'string' ? command.$db : 'admin'
    const { storage, catalog, records } = this.#database
    return runCommand({ storage, catalog, records, name, database, command, sequences, cursors: this.cursors, connection })
  }
}
