import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkMail, type KeptMail, type MailTransport, type OutgoingMail } from './mail-transport.ts'
import { writtenMessage } from './written-message.ts'

/** Read through to find enough that may be shown. */
const READ_AHEAD = 4

const FILE = /^[\w-]{1,80}$/

/** Sends nothing: writes each message to a folder, as `.eml` for mail programs and as `.json` for the staff page. */
export function createPreviewTransport(folder: string): MailTransport {
  return {
    lanes: 1,
    async send(mail, mayFinish) {
      checkMail(mail)
      // Nobody may read it here anyway, and the folder is not sealed.
      if (mail.privacy === 'sealed') return
      const raw = writtenMessage(mail)
      const id = fileName(mail)
      await mayFinish?.()
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(join(folder, `${id}.eml`), raw)
      await writeWhole(join(folder, `${id}.json`), JSON.stringify({ id, ...mail }))
    },
    close: () => undefined,
    kept: {
      async list(limit) {
        const newest = (await names(folder)).sort().reverse().slice(0, limit * READ_AHEAD)
        return (await Promise.all(newest.map((id) => read(folder, id)))).filter((one) => one !== undefined).slice(0, limit)
      },
      find: async (id) => (FILE.test(id) ? read(folder, id) : undefined),
      forget: async (address) => void (await forgetWhere(folder, ({ to }) => to.address.toLowerCase() === address.toLowerCase())),
      forgetBefore: (before) => forgetWhere(folder, ({ date }) => new Date(date) < before),
    },
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

async function forgetWhere(folder: string, isMeant: (mail: KeptMail) => boolean): Promise<number> {
  let forgotten = 0
  for (const id of await names(folder)) {
    const mail = await readAny(folder, id)
    if (!mail || !isMeant(mail)) continue
    await Promise.all(['json', 'eml'].map((kind) => rm(join(folder, `${id}.${kind}`), { force: true })))
    forgotten += 1
  }
  return forgotten
}

/** Undefined for what is not there, or not for staff's eyes. */
async function read(folder: string, id: string): Promise<KeptMail | undefined> {
  const mail = await readAny(folder, id)
  return mail?.privacy === 'sealed' ? undefined : mail
}

async function readAny(folder: string, id: string): Promise<KeptMail | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8')) as KeptMail
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const isMissing = (error: unknown): boolean => (error as { code?: string }).code === 'ENOENT'
