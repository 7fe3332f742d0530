import type { Connection } from 'mongoose'
import { createSecretBox } from '../../secret-box.ts'
import { FLUSHED } from '../../store/aggregate-store.ts'
import { FACTOR_PURPOSE } from './one-time-codes.ts'

interface FactorRow { _id: string; secret: string | null }

/**
 * Seals every second factor under a new secret; whoever repeats it after a crash finds the rest. Offers that nobody has
 * taken up are dropped: they last minutes. `left`: people whose factor opens under neither.
 */
export async function resealFactors(connection: Connection, from: string, to: string): Promise<{ moved: number; left: string[] }> {
  const rows = connection.collection<FactorRow>('second_factors')
  const [old, fresh] = [createSecretBox(from, FACTOR_PURPOSE), createSecretBox(to, FACTOR_PURPOSE)]
  const left: string[] = []
  let moved = 0
  for await (const { _id, secret } of rows.find({ secret: { $type: 'string' } })) {
    if (!secret || fresh.open(secret, _id)) continue
    const plain = old.open(secret, _id)
    if (!plain) left.push(_id)
    else moved += (await rows.updateOne({ _id, secret }, { $set: { secret: fresh.seal(plain, _id) } }, { writeConcern: FLUSHED })).modifiedCount
  }
  await rows.updateMany({}, { $set: { offered: null } })
  return { moved, left }
}
