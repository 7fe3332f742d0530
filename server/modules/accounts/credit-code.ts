/** No I, O, S, V, Z: they are read as digits (GB 32100-2015, 3.2). */
const DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
export const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/

/** As people paste it: with blanks, in small or full-width letters. */
export const normalCreditCode = (typed: string): string => typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase()

/** A unified social credit code whose last character fits the others: weights are the powers of 3 modulo 31 (GB 32100-2015, A.1). */
export function isCreditCode(code: string): boolean {
  return CREDIT_CODE.test(code) && code.at(-1) === checkCharacter(code)
}

function checkCharacter(code: string): string {
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    sum += DIGITS.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return DIGITS.charAt((31 - (sum % 31)) % 31)
}
