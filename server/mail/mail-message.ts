import type { OutgoingMail } from './mail-transport.ts'

/** The message as nodemailer takes it. Nothing in it is ever read from a file or an address. */
export function messageOf(mail: OutgoingMail) {
  const { messageId, from, to, subject, text, html, headers, date } = mail
  return {
    messageId, from, to, subject, text, html, headers, date,
    envelope: { from: from.address, to: [to.address] },
    disableFileAccess: true, disableUrlAccess: true,
  }
}
