/** First two characters: who registered it and what it is. 91 company, 12 public institution, 11 government body, 52 private non-profit. */
export type Registrar = '91' | '12' | '11' | '52'

/** No administrative division has this number, and no organisation code begins with DEM: nobody can hold such a code. */
const DIVISION = '329999'
const PREFIX = 'DEM'

const DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A fictional unified social credit code whose two check characters hold (GB 11714 inside GB 32100-2015). */
export function creditCode(registrar: Registrar, serial: number): string {
  const body = PREFIX + String(serial).padStart(5, '0')
  const code = registrar + DIVISION + body + organisationCheck(body)
  return code + creditCheck(code)
}

/** The 18th character from the 17 before it: weights are the powers of 3 modulo 31 (GB 32100-2015). */
export function creditCheck(code: string): string {
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    sum += DIGITS.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return DIGITS.charAt((31 - (sum % 31)) % 31)
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

function organisationCheck(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + parseInt(body.charAt(i), 36) * weight, 0)
  return '0123456789X0'.charAt(11 - (sum % 11))
}
