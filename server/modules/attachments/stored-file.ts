import Type, { type Static } from 'typebox'
import { type FormValues, text } from '../../http/form.ts'
import { newId } from '../../kernel/ids.ts'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { Upload } from '../../plugins/forms.ts'
import type { BlobStore } from '../../store/blob-store.ts'
import type { Attachment } from '../competition/need.ts'
import { acceptedType, MAX_ATTACHMENT_BYTES, safeFileName } from './attachment-kind.ts'

const CLOSED = { additionalProperties: false }
const ID = Type.String({ minLength: 1, maxLength: 80 })
const BASE64_OVERHEAD = 1.4
/** Bytes of a request that carries one file. */
export const UPLOAD_LIMIT = MAX_ATTACHMENT_BYTES * BASE64_OVERHEAD

export const FileBody = Type.Object({
  name: Type.String({ maxLength: 255, default: '' }),
  content: Type.String({ default: '', description: 'The file in base64, at most 10 MB before' }),
}, CLOSED)
type FileBody = Static<typeof FileBody>
export const FileRemoval = Type.Object({ file: ID }, CLOSED)
export const ONE_FILE = Type.Object({ id: ID, file: ID }, CLOSED)

export type FileRefusal = 'file-missing' | 'file-type' | 'file-too-large'
export const FILE_REFUSALS: Record<FileRefusal, number> = { 'file-missing': 422, 'file-type': 422, 'file-too-large': 413 }

export function fileFromForm(form: FormValues): object {
  const file = form['content'] as Partial<Upload> | undefined
  return { name: file?.filename ?? text(form, 'name'), content: Buffer.isBuffer(file?.bytes) ? file.bytes.toString('base64') : '' }
}

type Decided<T, R extends string> = Promise<Outcome<T, R> | undefined>

/** The file first, then the decision that names it: a file nobody names is never shown. */
export async function addFile<T, R extends string>(
  blobs: Pick<BlobStore, 'put' | 'remove'>, { name, content }: FileBody, decide: (file: Attachment, bytes: Buffer) => Decided<T, R>,
): Decided<T, R | FileRefusal> {
  const bytes = Buffer.from(content, 'base64')
  const type = await acceptedType(bytes)
  const why = bytes.length === 0 ? 'file-missing' : bytes.length > MAX_ATTACHMENT_BYTES ? 'file-too-large' : type ? undefined : 'file-type'
  if (why || !type) return refused(why ?? 'file-type', { content: `refusal.${why ?? 'file-type'}` })
  const file = { id: newId(), name: safeFileName(name), type, bytes: bytes.length }
  await blobs.put(file.id, bytes)
  const outcome = await decide(file, bytes)
  if (!outcome?.ok) await blobs.remove(file.id)
  return outcome
}

/** The decision first: as long as somebody names a file, it is there. */
export async function removeFile<T, R extends string>(blobs: Pick<BlobStore, 'remove'>, id: string, decide: () => Decided<T, R>): Decided<T, R> {
  const outcome = await decide()
  if (outcome?.ok) await blobs.remove(id)
  return outcome
}
