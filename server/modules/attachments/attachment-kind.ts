import { fileTypeFromBuffer } from 'file-type'

/** Documents and pictures people exchange; nothing a browser would run. */
const ALLOWED: Record<string, string> = {
  pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}
export const ACCEPTED = Object.keys(ALLOWED).map((extension) => `.${extension}`).join(',')
export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024

/** The type by the file's own first bytes; what its name claims does not count. Undefined: not accepted. */
export async function acceptedType(bytes: Buffer): Promise<string | undefined> {
  const found = await fileTypeFromBuffer(bytes)
  return found && ALLOWED[found.ext]
}

/** A name that is safe in a header and in a folder, with what its owner called it still recognisable. */
export function safeFileName(name: string): string {
  const kept = name.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}"\\/:*?<>|]+/gu, '_').replaceAll(/^[.\s]+|[.\s]+$/g, '')
  return [...(kept || 'file')].slice(-120).join('')
}
