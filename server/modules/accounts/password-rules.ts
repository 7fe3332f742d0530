export const MIN_PASSWORD = 10

/** Key of the sentence shown beside the field. */
export type PasswordWeakness = 'error.passwordShort' | 'error.passwordCommon' | 'error.passwordOwnName'

/** What is left of the usual lists of leaked passwords once ten characters are asked for, and what Chinese keyboards suggest. */
const COMMON = [
  '1234567890', '0123456789', '0987654321', '9876543210', '12345678910', '123456789a', 'a123456789', '1q2w3e4r5t', '1qaz2wsx3edc',
  'qwertyuiop', 'qwerty12345', 'asdfghjkl;', 'abc1234567', 'abcd123456', 'password12', 'password123', 'password1234', 'passw0rd123',
  'iloveyou12', 'woaini1314', 'woaini5201314', '5201314520', '1314520520', 'administrator', 'admin12345', 'admin123456', 'welcome123',
  'changeme123', 'letmein123', 'jiebang123', 'jiebang1234', 'qq123456789', 'aa123456789', 'zxcvbnm123', '147258369a', '1472583690',
]

/** Length counts, tricks do not (NIST SP 800-63B): no rules about digits and signs. */
export function passwordWeakness(password: string, email: string): PasswordWeakness | undefined {
  const plain = password.normalize('NFKC').toLowerCase()
  if ([...plain].length < MIN_PASSWORD) return 'error.passwordShort'
  if (COMMON.includes(plain) || new Set(plain).size < 4) return 'error.passwordCommon'
  return containsName(plain, email) ? 'error.passwordOwnName' : undefined
}

/** The part before the @, as it stands or without dots; two letters would be found in anything. */
function containsName(password: string, email: string): boolean {
  const name = email.split('@')[0]?.toLowerCase() ?? ''
  return [name, name.replaceAll(/[^\p{L}\p{N}]/gu, '')].some((part) => part.length >= 4 && password.includes(part))
}
