import { createHash } from 'node:crypto'

/** The same for the same message, however often it is sent. */
export function messageIdOf(id: string, publicUrl: string): string {
  return `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@${new URL(publicUrl).hostname}>`
}
