import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import type { TestApp } from '../support/app.ts'

export interface SentMail { to: string; subject: string; text: string; html: string; headers: Map<string, string>; messageId: string }

/** Every message in the preview folder, parsed as a mail program would. */
export async function sentMail(app: Pick<TestApp, 'services'>): Promise<SentMail[]> {
  const folder = join(app.services.config.dataDir, 'mail')
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.eml')).sort()
  return Promise.all(files.map(async (file) => parsed(await readFile(join(folder, file)))))
}

export async function parsed(raw: Buffer | string): Promise<SentMail> {
  const mail = await PostalMime.parse(raw)
  return {
    to: (mail.to ?? []).map((one) => one.address).join(','), subject: mail.subject ?? '', text: mail.text ?? '', html: mail.html ?? '',
    headers: new Map(mail.headers.map((header) => [header.key, header.value])), messageId: mail.messageId ?? '',
  }
}
