import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail server in a process of its own that takes everything and counts. Told anything, it answers with its figures. */
let mails = 0
let bytes = 0
const server = new SMTPServer({
  authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
  onData(stream, _session, done) {
    stream.on('data', (chunk: Buffer) => { bytes += chunk.length })
    stream.on('end', () => { mails += 1; done() })
  },
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.server.address() as AddressInfo).port }))
process.on('message', () => process.send?.({ mails, bytes }))
