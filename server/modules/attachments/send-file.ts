import type { Context } from '../../http/context.ts'
import type { Attachment } from '../competition/need.ts'

/** Never shown in our own origin: saved, and of the type its bytes say. */
export async function sendFile(reply: Context['reply'], file: Pick<Attachment, 'name' | 'type'>, bytes: Buffer): Promise<void> {
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
  reply.header('cache-control', 'private, no-store').type(file.type)
  await reply.send(bytes)
}
