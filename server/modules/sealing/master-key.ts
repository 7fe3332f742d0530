import { keptSecret } from '../../secrets.ts'
import { derivedKey, openBytes, sealBytes } from './cipher.ts'

/** Wraps every private key. It is made of SEAL_KEY and never in the database. */
export interface MasterKey {
  /** Names the key without telling anything about it. */
  id: string
  wrap(secret: Buffer, context: string): string
  /** Undefined: wrapped under another master key, for another place, or changed. */
  unwrap(wrapped: string, context: string): Buffer | undefined
}

export function masterKeyOf(secret: string): MasterKey {
  const key = derivedKey(secret, 'master key')
  return {
    id: derivedKey(secret, 'name of the master key').toString('hex').slice(0, 16),
    wrap: (plain, context) => sealBytes(key, plain, context),
    unwrap: (wrapped, context) => openBytes(key, wrapped, context),
  }
}

/** SEAL_KEY, or where production mode does not demand one: a file in the data folder that its owner alone can read. */
export const sealSecretOf = ({ sealKey, dataDir }: { sealKey: string; dataDir: string }): string => sealKey || keptSecret(dataDir, 'seal-key')
