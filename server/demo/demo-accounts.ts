import { randomInt } from 'node:crypto'
import { CAST, ACCOUNTS, PEOPLE } from '../../seed/demo/people.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import type { PersonStore } from '../modules/accounts/account-store.ts'
import { setPassword } from '../modules/accounts/own-account.ts'
import { hashPassword, verifyPassword } from '../modules/accounts/passwords.ts'
import { keptSecret } from '../secrets.ts'

export interface DemoAccount { part: string; roles: string[]; name: string; organisation: string; email: string; password: string }

/** Who to sign in as; every demonstration account has the same password. */
export function demoAccounts(dataDir: string): DemoAccount[] {
  const password = demoPassword(dataDir)
  const names = new Map(ORGANISATIONS.map(({ id, name }) => [id, name]))
  return ACCOUNTS.map((account) => ({ ...account, organisation: names.get(account.organisation) ?? '', password }))
}

/** Made at the first start and kept in the data folder, so that every later start prints the same one. */
export const demoPassword = (dataDir: string): string => keptSecret(dataDir, 'demo-password', newPassword)

/** No characters that are taken for one another when typed off a screen. */
const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const newPassword = (): string => [4, 4, 4].map((length) => word(length)).join('-')
const word = (length: number): string => Array.from({ length }, () => CHARACTERS.charAt(randomInt(CHARACTERS.length))).join('')

/** A data folder that was lost or belongs to another checkout has another password: from now on that one holds. */
export async function keepPasswordValid(people: PersonStore, dataDir: string, now: Date): Promise<void> {
  const password = demoPassword(dataDir)
  const witness = await people.find(CAST.officer)
  if (!witness || (await verifyPassword(witness.passwordHash, password))) return
  const hash = await hashPassword(password)
  await Promise.all(PEOPLE.map(({ id }) => people.decide(id, (person) => setPassword(person, hash, now))))
}
