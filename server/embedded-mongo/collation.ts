import { compareBinary, type CompareStrings } from './compare.ts'
import type { FoldString } from './keys.ts'
import { badValue, CODES, MongoError, notSupported, typeMismatch } from './mongo-error.ts'
import { asInteger, type Doc, isDoc, isNumeric, type Maybe } from './values.ts'

/** How strings compare, and which of them count as one. */
export interface Collation {
  readonly compareStrings: CompareStrings
  readonly fold: FoldString
  /** What listIndexes and explain show; undefined for the simple, bytewise order. */
  readonly spec?: Doc
}

export const SIMPLE: Collation = { compareStrings: compareBinary, fold: text => text }

const DEFAULTS: Doc = {
  locale: 'en', caseLevel: false, caseFirst: 'off', strength: 3, numericOrdering: false, alternate: 'non-ignorable',
  maxVariable: 'punct', normalization: false, backwards: false, version: '57.1',
}
const KINDS: Readonly<Record<string, 'string' | 'boolean' | 'number'>> = {
  locale: 'string', caseLevel: 'boolean', caseFirst: 'string', strength: 'number', numericOrdering: 'boolean', alternate: 'string',
  maxVariable: 'string', normalization: 'boolean', backwards: 'boolean', version: 'string',
}
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  caseFirst: ['off', 'upper', 'lower'], alternate: ['non-ignorable', 'shifted'], maxVariable: ['punct', 'space'],
}

const known = new Map<string, Collation>()

/** Reads a `collation` argument; missing or empty gives the fallback. */
export function parseCollation(spec: Maybe, fallback: Collation = SIMPLE): Collation {
  if (spec === undefined || spec === null) return fallback
  if (!isDoc(spec)) throw typeMismatch('collation must be an object')
  const names = Object.keys(spec)
  if (names.length === 0) return fallback
  names.forEach(name => { checkOption(name, spec[name]) })
  if (spec.locale === undefined) throw new MongoError(CODES.MissingField, "BSON field 'collation.locale' is missing but a required field")
  return spec.locale === 'simple' ? simple(names) : cached({ ...DEFAULTS, ...spec })
}

function simple(names: readonly string[]): Collation {
  if (names.length > 1) throw badValue('the simple locale takes no other collation options')
  return SIMPLE
}

function checkOption(name: string, value: Maybe): void {
  const kind = KINDS[name]
  if (kind === undefined) throw new MongoError(CODES.UnknownField, `BSON field 'collation.${name}' is an unknown field.`)
  if (kind === 'number' ? !isNumeric(value) : typeof value !== kind) throw typeMismatch(`BSON field 'collation.${name}' is the wrong type`)
  if (CHOICES[name] && !CHOICES[name].includes(value as string)) throw badValue(`Enumeration value '${String(value)}' for field 'collation.${name}' is not a valid value.`)
  if (name === 'strength') checkStrength(value)
}

function checkStrength(value: Maybe): void {
  const strength = asInteger(value)
  if (strength === undefined || strength < 1 || strength > 5) throw new MongoError(51024, 'BSON field \'collation.strength\' must be between 1 and 5')
}

function cached(spec: Doc): Collation {
  const name = JSON.stringify(spec, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))
  const found = known.get(name) ?? build(spec)
  known.set(name, found)
  return found
}

function build(spec: Doc): Collation {
  for (const name of ['backwards', 'caseLevel'] as const) if (spec[name] === true) throw notSupported(`collation option ${name}`)
  if ((asInteger(spec.strength) ?? 3) > 3) throw notSupported(`collation strength ${String(spec.strength)}`)
  if (spec.alternate === 'shifted') throw notSupported('collation option alternate: shifted')
  const strength = asInteger(spec.strength) ?? 3
  const collator = collatorFor(spec, strength)
  return {
    spec: { ...spec, strength },
    compareStrings: (a, b) => (a === b ? 0 : collator.compare(a, b)),
    fold: strength >= 3 ? text => text.normalize('NFC') : strength === 2 ? foldCase : text => foldCase(text).replace(/\p{M}/gu, '').normalize('NFC'),
  }
}

const foldCase = (text: string): string => text.normalize('NFD').toLowerCase()

function collatorFor(spec: Doc, strength: number): Intl.Collator {
  const sensitivity = strength === 1 ? 'base' : strength === 2 ? 'accent' : 'variant'
  const caseFirst = spec.caseFirst === 'off' ? 'false' : spec.caseFirst as 'upper' | 'lower'
  const locale = String(spec.locale).replace(/_/g, '-').replace(/@.*/, '')
  if (!isLocale(locale)) throw badValue(`Field 'locale' is invalid in: ${String(spec.locale)}`)
  return new Intl.Collator(locale, { sensitivity, caseFirst, numeric: spec.numericOrdering === true })
}

function isLocale(locale: string): boolean {
  try { return Intl.Collator.supportedLocalesOf(locale).length > 0 } catch { return false }
}
