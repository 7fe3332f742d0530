import { createHash } from 'node:crypto'
import type { BlobStore } from '../../store/blob-store.ts'
import { decrypt, derivedKey, encrypt } from '../sealing/cipher.ts'
import type { Incidents } from '../sealing/incidents.ts'
import type { KeyVault } from '../sealing/key-vault.ts'
import type { BidFile } from './bid.ts'

/** Files of bids, sealed. */
export interface SealedFiles extends Pick<BlobStore, 'put' | 'remove'> {
  /** Undefined when there is none, or it is not what was put there. */
  read(file: Pick<BidFile, 'id' | 'sha256'>): Promise<Buffer | undefined>
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/**
 * The key of a file is made of its hash, and the hash stands in the sealed content of the bid: whoever may not read the
 * bid cannot open its files, and a bid handed in anew need not seal them again.
 */
export function createSealedFiles(blobs: BlobStore, { vault, incidents }: { vault: KeyVault; incidents: Incidents }): SealedFiles {
  const keyFor = async (id: string, sha256: string): Promise<Buffer> => derivedKey((await vault.workKeys()).files, `file ${id} ${sha256}`)
  return {
    put: async (id, bytes) => blobs.put(id, encrypt(await keyFor(id, sha256Of(bytes)), bytes, `file ${id}`)),
    remove: (id) => blobs.remove(id),
    async read({ id, sha256 }) {
      const sealed = await blobs.read(id)
      const bytes = sealed && decrypt(await keyFor(id, sha256), sealed, `file ${id}`)
      if (sealed && !bytes) incidents.report({ row: id, what: 'file' })
      return bytes
    },
  }
}
