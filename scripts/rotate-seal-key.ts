import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { resealFactors } from '../server/modules/accounts/factor-rotation-store.ts'
import { createKeyStore } from '../server/modules/sealing/key-store.ts'
import { rewrapAll } from '../server/modules/sealing/rotation.ts'
import { masterKeyOf } from '../server/modules/sealing/master-key.ts'
import { openStoreBeside } from './open-services.ts'

const USAGE = 'Usage: npm run -s rotate-seal-key -- --old FILE --new FILE [--keep-factors] (each holds one SEAL_KEY; stop the server before)'

/**
 * Wraps every private key under a new SEAL_KEY. Interrupted, it goes on where it was: give the same two files again.
 * `--keep-factors` where the old key was the file in the data folder. Start the server with the new key only when it has said that nothing is left under the old one.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { old: { type: 'string' }, new: { type: 'string' }, 'keep-factors': { type: 'boolean' } } })
  if (!values.old || !values.new) return say(2, USAGE)
  const [from, to] = [values.old, values.new].map((file) => readFileSync(file, 'utf8').trim()) as [string, string]
  if (to.length < 32) return say(2, 'The new key needs at least 32 characters: openssl rand -hex 32')
  if (from === to) return say(2, 'Both files hold the same key')
  const { connection, close } = await openStoreBeside(readConfig(process.env), (line) => process.stderr.write(`${line}\n`))
  try {
    const { moved, left } = await rewrapAll(createKeyStore(connection), masterKeyOf(from), masterKeyOf(to), (done) => { if (process.stderr.isTTY) process.stderr.write(`\r${done} keys`) })
    // Without SEAL_KEY second factors are sealed under JWT_SECRET, which stays.
    const factors = values['keep-factors'] ? { moved: 0, left: [] } : await resealFactors(connection, from, to)
    const all = [...left, ...factors.left.map((person) => `second factor of ${person}`)]
    return say(all.length > 0 ? 1 : 0, `${moved} keys wrapped anew, ${factors.moved} second factors sealed anew, ${all.length} left${all.length > 0 ? `, under neither key: ${all.join(', ')}` : ''}`)
  } finally {
    await close()
  }
}

function say(code: number, sentence: string): number {
  process.stdout.write(`${sentence}\n`)
  return code
}

process.exitCode = await main()
