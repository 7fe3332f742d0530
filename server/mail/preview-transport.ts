import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { messageOf } from './mail-message.ts'
import { checkMail, type MailTransport, type OutgoingMail } from './mail-transport.ts'

export interface PreviewedMail extends Pick<OutgoingMail, 'messageId' | 'from' | 'to' | 'subject' | 'text' | 'html' | 'headers'> {
  /** Name of the file without extension. */
  id: string
  date: string
}

/** Sends nothing: writes each message to a folder, as `.eml` for mail programs and as `.json` for the staff page. */
export interface PreviewTransport extends MailTransport {
  /** The newest first. */
  list(limit: number): Promise<PreviewedMail[]>
  find(id: string): Promise<PreviewedMail | undefined>
}

const FILE = /^[\w-]{1,80}$/

export function createPreviewTransport(folder: string): PreviewTransport {
  const composer = createTransport({ streamTransport: true, buffer: true })
  return {
    async send(mail) {
      checkMail(mail)
      const raw = await composer.sendMail(messageOf(mail)) as { message: Buffer }
      const id = fileName(mail)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(join(folder, `${id}.eml`), raw.message)
      await writeWhole(join(folder, `${id}.json`), JSON.stringify({ id, ...mail }))
    },
    close: () => composer.close(),
    async list(limit) {
      const newest = (await names(folder)).sort().reverse().slice(0, limit)
      return (await Promise.all(newest.map((id) => read(folder, id)))).filter((one) => one !== undefined)
    },
    find: async (id) => (FILE.test(id) ? read(folder, id) : undefined),
  }
}

/** Sorted by time; the same message sent again takes the same place when its time is the same. */
function fileName({ date, messageId }: OutgoingMail): string {
  const hash = createHash('sha256').update(messageId).digest('hex').slice(0, 16)
  return `${date.toISOString().replaceAll(/\D/g, '')}-${hash}`
}

/** Whoever lists the folder sees whole messages only. */
async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: 0o600 })
  await rename(`${path}.part`, path)
}

async function names(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((error: unknown) => (isMissing(error) ? [] : Promise.reject(error as Error)))
  return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length))
}

async function read(folder: string, id: string): Promise<PreviewedMail | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8')) as PreviewedMail
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const isMissing = (error: unknown): boolean => (error as { code?: string }).code === 'ENOENT'
