import { ObjectId, Timestamp } from 'bson'
import { DAY, dayOfYear, isoDayOfWeek, isoWeek, isoWeekYear, isoYearStart, type LocalTime, localTime, utcOf, week } from './calendar.ts'
import { checkFormat, formatDate, parseFreely, parseWithFormat } from './date-format.ts'
import { compileExpression, type Env, type Evaluate, type Operator, type Scope } from './expression.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { compileNamed, namedArguments, unary } from './operator-arguments.ts'
import { fromLocal, parseZone, UTC, type Zone } from './time-zone.ts'
import { asInteger, type Doc, isDoc, isNullish, isNumeric, type Maybe, newDoc, typeOf, type Value } from './values.ts'

/** Dates, and what carries a time in itself. */
export function timeOf(value: Maybe, code = 16006): number {
  if (value instanceof Date) return value.getTime()
  if (value instanceof Timestamp) return value.t * 1000
  if (value instanceof ObjectId) return Buffer.from(value.id).readInt32BE(0) * 1000
  throw new MongoError(code, `can't convert from BSON type ${typeOf(value)} to Date`)
}

/** Undefined when the zone is null, which makes the whole result null. */
export function zoneOf(evaluate: Evaluate | undefined, env: Env): Zone | undefined {
  if (!evaluate) return UTC
  const value = evaluate(env)
  if (isNullish(value)) return undefined
  if (typeof value !== 'string') throw new MongoError(40517, `timezone must evaluate to a string, found ${typeOf(value)}`)
  return parseZone(value)
}

/** An operator that reads one part of a date: of a value, or of `{date, timezone}`. */
function part(read: (at: LocalTime) => Value): Operator {
  return (argument, scope, name) => {
    const { date, timezone } = partArguments(argument, scope, name)
    return env => {
      const value = date(env)
      const zone = zoneOf(timezone, env)
      return isNullish(value) || !zone ? null : read(localTime(timeOf(value), zone))
    }
  }
}

function partArguments(argument: Value, scope: Scope, name: string): { date: Evaluate, timezone?: Evaluate } {
  if (isDoc(argument) && !Object.keys(argument)[0]?.startsWith('$')) {
    const spec = namedArguments(argument, name, ['date'], ['timezone'], { object: 40539, unknown: 40535, missing: 40539 })
    return compileNamed(spec, ['date', 'timezone'], scope) as { date: Evaluate }
  }
  const list = Array.isArray(argument) ? argument : [argument]
  if (list.length !== 1) throw new MongoError(40536, `${name} accepts exactly one argument if given an array, but was given ${list.length}`)
  return { date: compileExpression(list[0] as Value, scope) }
}

const dateToParts: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['date'], ['timezone', 'iso8601'], { object: 40524, unknown: 40520, missing: 40522 })
  const { date, timezone, iso8601 } = compileNamed(spec, ['date', 'timezone', 'iso8601'], scope)
  return env => {
    const value = date?.(env)
    const zone = zoneOf(timezone, env)
    const iso = iso8601?.(env) ?? false
    if (iso8601 && isNullish(iso8601(env))) return null
    if (typeof iso !== 'boolean') throw new MongoError(40521, `iso8601 must evaluate to a bool, found ${typeOf(iso)}`)
    return isNullish(value) || !zone ? null : partsOf(localTime(timeOf(value), zone), iso)
  }
}

function partsOf({ local }: LocalTime, iso: boolean): Value {
  const day: Doc = iso ? { isoWeekYear: isoWeekYear(local), isoWeek: isoWeek(local), isoDayOfWeek: isoDayOfWeek(local) } : { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() }
  return newDoc(day, { hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds(), millisecond: local.getUTCMilliseconds() })
}

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond', 'isoWeekYear', 'isoWeek', 'isoDayOfWeek'] as const

const dateFromParts: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, [], [...PARTS, 'timezone'], { object: 40519, unknown: 40518, missing: 40516 })
  const iso = spec.isoWeekYear !== undefined
  if (!iso && spec.year === undefined) throw new MongoError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present")
  const mixed = (iso ? ['year', 'month', 'day'] as const : ['isoWeek', 'isoDayOfWeek'] as const).find(field => spec[field] !== undefined)
  if (mixed) throw new MongoError(iso ? 40489 : 40525, `$dateFromParts does not allow mixing natural dates with ISO dates: ${mixed}`)
  const compiled = compileNamed(spec, [...PARTS, 'timezone'] as const, scope)
  return env => {
    const zone = zoneOf(compiled.timezone, env)
    const values = PARTS.map(field => partValue(compiled[field]?.(env), compiled[field] !== undefined, field))
    if (!zone || values.includes(null)) return null
    const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0, weekYear, isoWeekNumber = 1, weekDay = 1] = values as (number | undefined)[]
    const start = iso ? isoYearStart(weekYear as number) + ((isoWeekNumber - 1) * 7 + weekDay - 1) * DAY : utcOf(year as number, month - 1, day)
    return validDate(fromLocal(start + utcOf(1970, 0, 1, hour, minute, second, millisecond), zone))
  }
}

function partValue(value: Maybe, given: boolean, field: string): number | null | undefined {
  if (!given) return undefined
  if (isNullish(value)) return null
  const number = isNumeric(value) ? asInteger(value) : undefined
  if (number === undefined) throw new MongoError(40515, `'${field}' must evaluate to an integer, found ${typeOf(value)}`)
  if (/year/i.test(field) && (number < 1 || number > 9999)) throw new MongoError(field === 'year' ? 40523 : 31095, `'${field}' must evaluate to a value between 1 and 9999, found ${number}`)
  if (Math.abs(number) > 32767 && field !== 'second' && field !== 'millisecond') throw new MongoError(31034, `'${field}' must evaluate to a value in the range [-32768, 32767]`)
  return number
}

export function validDate(time: number): Date {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) throw new MongoError(CODES.Overflow, 'date overflow')
  return date
}

const dateToString: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['date'], ['format', 'timezone', 'onNull'], { object: 18629, unknown: 18534, missing: 18628 })
  if (typeof spec.format === 'string' && !spec.format.startsWith('$')) checkFormat(spec.format)
  const { date, format, timezone, onNull } = compileNamed(spec, ['date', 'format', 'timezone', 'onNull'], scope)
  return env => {
    const value = date?.(env)
    const zone = zoneOf(timezone, env)
    const pattern = format ? format(env) : undefined
    if (!isNullish(pattern) && typeof pattern !== 'string') throw new MongoError(18533, `$dateToString requires that 'format' be a string, found: ${typeOf(pattern)}`)
    if (isNullish(value)) return onNull ? onNull(env) : null
    const time = timeOf(value)
    if (!zone || (format && isNullish(pattern))) return null
    if (pattern) checkFormat(pattern)
    return formatDate(localTime(time, zone), pattern ?? (zone === UTC ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L'))
  }
}

const dateFromString: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['dateString'], ['format', 'timezone', 'onError', 'onNull'], { object: 40540, unknown: 40541, missing: 40542 })
  if (typeof spec.format === 'string' && !spec.format.startsWith('$')) checkFormat(spec.format, true)
  const { dateString, format, timezone, onError, onNull } = compileNamed(spec, ['dateString', 'format', 'timezone', 'onError', 'onNull'], scope)
  return env => {
    const text = dateString?.(env)
    const pattern = format?.(env)
    if (!isNullish(pattern) && typeof pattern !== 'string') throw new MongoError(40684, `$dateFromString requires that 'format' be a string, found: ${typeOf(pattern)}`)
    const zone = timezone ? zoneOf(timezone, env) : null
    if (isNullish(text)) return onNull ? onNull(env) : null
    if (zone === undefined || (format && isNullish(pattern))) return null
    try {
      return readDate(text, pattern, zone ?? undefined)
    } catch (error) {
      if (onError && error instanceof MongoError && [CODES.ConversionFailure, 18535, 18536].includes(error.code)) return onError(env)
      throw error
    }
  }
}

function readDate(text: Value, pattern: Maybe, zone: Zone | undefined): Date {
  if (typeof text !== 'string') throw new MongoError(CODES.ConversionFailure, `$dateFromString requires that 'dateString' be a string, found: ${typeOf(text)}`)
  if (typeof pattern === 'string') { checkFormat(pattern, true); return validDate(parseWithFormat(text, pattern, zone)) }
  return validDate(parseFreely(text, zone))
}

function timestampPart(read: (value: Timestamp) => number): Operator {
  return unary((value, name) => {
    if (isNullish(value)) return null
    if (!(value instanceof Timestamp)) throw new MongoError(name === '$tsSecond' ? 5687301 : 5687302, `${name} requires a timestamp argument, found: ${typeOf(value)}`)
    return BigInt(read(value))
  })
}

export const DATE_OPERATORS: Readonly<Record<string, Operator>> = {
  $year: part(({ local }) => local.getUTCFullYear()), $month: part(({ local }) => local.getUTCMonth() + 1), $dayOfMonth: part(({ local }) => local.getUTCDate()), $dayOfYear: part(({ local }) => dayOfYear(local)),
  $dayOfWeek: part(({ local }) => local.getUTCDay() + 1), $week: part(({ local }) => week(local)), $isoWeek: part(({ local }) => isoWeek(local)), $isoWeekYear: part(({ local }) => BigInt(isoWeekYear(local))), $isoDayOfWeek: part(({ local }) => isoDayOfWeek(local)),
  $hour: part(({ local }) => local.getUTCHours()), $minute: part(({ local }) => local.getUTCMinutes()), $second: part(({ local }) => local.getUTCSeconds()), $millisecond: part(({ local }) => local.getUTCMilliseconds()),
  $dateToParts: dateToParts, $dateFromParts: dateFromParts, $dateToString: dateToString, $dateFromString: dateFromString,
  $tsSecond: timestampPart(value => value.t), $tsIncrement: timestampPart(value => value.i),
}

