import { createHash } from 'node:crypto'
import MimeNode from 'nodemailer/lib/mime-node'
import type { OutgoingMail } from './mail-transport.ts'

const LINE = 76

/**
 * The message as it goes over the wire (RFC 5322), text and HTML as alternatives. Both parts are base64: most of our
 * words are Chinese, and it is written in one go where quoted-printable looks at every byte.
 */
export function writtenMessage({ messageId, from, to, subject, text, html, headers, date }: OutgoingMail): Buffer {
  // The same message again has the same boundary, and nothing inside can hold it: base64 has no hyphens.
  const root = new MimeNode('multipart/alternative', { baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 16) })
  root.addHeader(headers)
  root.setHeader({ from, to, subject, 'message-id': messageId } as never)
  root.setHeader('date', date.toUTCString().replace('GMT', '+0000'))
  const head = root.buildHeaders()
  const boundary = String(root.boundary)
  const parts = [partOf(boundary, 'plain', text), partOf(boundary, 'html', html)]
  return Buffer.from(`${head}\r\n\r\n${parts.join('')}--${boundary}--\r\n`)
}

const partOf = (boundary: string, kind: string, content: string): string =>
  `--${boundary}\r\nContent-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(content)}\r\n`

function base64Lines(content: string): string {
  const encoded = Buffer.from(content.replaceAll(/\r?\n/g, '\r\n')).toString('base64')
  const lines: string[] = []
  for (let at = 0; at < encoded.length; at += LINE) lines.push(encoded.slice(at, at + LINE))
  return lines.join('\r\n')
}
