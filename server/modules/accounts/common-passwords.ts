/** What Chinese keyboards and this product suggest, besides the list of leaks. */
const LOCAL = [
  '0987654321', '9876543210', 'abcd123456', 'woaini1314', 'woaini5201314', '5201314520', '1314520520', 'administrator', 'admin12345',
  'admin123456', 'changeme123', 'jiebang', 'qq123456789', 'aa123456789', '147258369a', '1472583690', 'nantong', 'poiuytrewq',
]
/** Digits and signs that people put around a word because a rule once asked for them: a sign and a year. */
const ADDED = 5
/** Shorter words stand in too much that is no word. */
const WORD = 5
const LETTER = /\p{L}/u

export interface CommonPasswords {
  /** As it stands, said twice, or with up to five digits and signs around it. `plain`: in lower case, composed (NFKC). */
  holds(plain: string): boolean
  size: number
}

let loaded: Promise<CommonPasswords> | undefined

/** Some 49,000 passwords from leaks, the commonest first (zxcvbn's list). Unpacked when somebody first chooses one: it takes a quarter of a second. */
export const commonPasswords = (): Promise<CommonPasswords> => (loaded ??= load())

async function load(): Promise<CommonPasswords> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const known = new Set([...dictionary['passwords-common'], ...LOCAL])
  return { size: known.size, holds: (plain) => known.has(plain) || known.has(halfOf(plain)) || coresOf(plain).some((core) => known.has(core)) }
}

/** `dragondragon` → `dragon`; nothing for what is not said twice. */
function halfOf(plain: string): string {
  const half = plain.slice(0, plain.length / 2)
  return half + half === plain ? half : ''
}

/** `!dragon2026` → `dragon2026`, `!dragon202`, `!dragon20` …: every part that only digits and signs were put around. */
function coresOf(plain: string): string[] {
  const cores: string[] = []
  for (let before = 0; before <= ADDED && !LETTER.test(plain.slice(0, before)); before += 1) {
    for (let after = 0; before + after <= ADDED && !LETTER.test(plain.slice(plain.length - after)); after += 1) {
      if (plain.length - before - after >= WORD) cores.push(plain.slice(before, plain.length - after))
    }
  }
  return cores
}
