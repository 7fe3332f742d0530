import { grouped } from '../../kernel/grouped.ts'
import type { DigestReader } from './digest-section.ts'

/** Readers who looked last at the same place have the same news. */
export function readersByTheirLook(readers: readonly DigestReader[]): { after: number | null; readers: DigestReader[] }[] {
  return [...grouped(readers, (one) => one.after)].map(([after, group]) => ({ after, readers: group }))
}

/** What belongs to an organisation is looked up once for all its readers. */
export async function perOrganisation<T>(readers: readonly DigestReader[], load: (organisation: string) => Promise<T>): Promise<Map<string, T>> {
  const found = new Map<string, T>()
  for (const id of new Set(readers.map((one) => one.person.organisation))) found.set(id, await load(id))
  return found
}
