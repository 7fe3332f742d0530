import { commonPasswords } from './common-passwords.ts'

export const MIN_PASSWORD = 10

/** Key of the sentence shown beside the field. */
export type PasswordWeakness = 'error.passwordShort' | 'error.passwordCommon' | 'error.passwordOwnName'

/** Length counts, tricks do not (NIST SP 800-63B): no rules about digits and signs. */
export async function passwordWeakness(password: string, email: string): Promise<PasswordWeakness | undefined> {
  const plain = password.normalize('NFKC').toLowerCase()
  if ([...plain].length < MIN_PASSWORD) return 'error.passwordShort'
  if (new Set(plain).size < 4 || (await commonPasswords()).holds(plain)) return 'error.passwordCommon'
  return containsName(plain, email) ? 'error.passwordOwnName' : undefined
}

/** The part before the @, as it stands or without dots; two letters would be found in anything. */
function containsName(password: string, email: string): boolean {
  const name = email.split('@')[0]?.toLowerCase() ?? ''
  return [name, name.replaceAll(/[^\p{L}\p{N}]/gu, '')].some((part) => part.length >= 4 && password.includes(part))
}
