import type { OutgoingMail } from '../../server/mail/mail-transport.ts'
import type { AppParts } from '../../server/app.ts'

/** A post office that keeps what it was given. */
export class Letters {
  readonly sent: OutgoingMail[] = []

  get parts(): Partial<AppParts> {
    return { transport: { send: async (mail) => void this.sent.push(mail), lanes: 1, close: () => undefined } }
  }

  to(address: string): OutgoingMail[] {
    return this.sent.filter((mail) => mail.to.address === address)
  }

  /** The path of the link in the newest mail to somebody. */
  link(address: string): string {
    const found = /https?:\/\/[^/\s]+(\/\S+)/.exec(this.to(address).at(-1)?.text ?? '')
    return found?.[1] ?? ''
  }
}
