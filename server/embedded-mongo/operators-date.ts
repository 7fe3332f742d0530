import { ObjectId, Timestamp } from 'bson'
import { addUnits, DAY, dayOfYear, differenceIn, isoDayOfWeek, isoWeek, isoWeekYear, isoYearStart, type LocalTime, localTime, truncate, type Unit, UNITS, utcOf, week } from './calendar.ts'
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
function zoneOf(evaluate: Evaluate | undefined, env: Env): Zone | undefined {
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

function validDate(time: number): Date {
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

function unitOf(value: Maybe, name: string): Unit {
  if (typeof value !== 'string') throw new MongoError(5439013, `${name} requires 'unit' to be a string, but got ${typeOf(value)}`)
  if (!UNITS.includes(value as Unit)) throw new MongoError(CODES.FailedToParse, `${name} parameter 'unit' value cannot be recognized as a time unit: ${value}`)
  return value as Unit
}

function dateAdd(sign: number): Operator {
  return (argument, scope, name) => {
    const spec = namedArguments(argument, name, ['startDate', 'unit', 'amount'], ['timezone'], { object: 5166400, unknown: 5166401, missing: 5166402 })
    const { startDate, unit, amount, timezone } = compileNamed(spec, ['startDate', 'unit', 'amount', 'timezone'], scope)
    return env => {
      const [start, step, by] = [startDate?.(env), unit?.(env), amount?.(env)]
      const zone = zoneOf(timezone, env)
      if (isNullish(start) || isNullish(step) || isNullish(by) || !zone) return null
      const time = timeOf(start, 5166403)
      if (typeof step !== 'string') throw new MongoError(5166404, `${name} expects string defining the time unit`)
      const wanted = unitOf(step, name)
      const count = isNumeric(by) ? asInteger(by) : undefined
      if (count === undefined) throw new MongoError(5166405, `${name} expects integer amount of time units`)
      const moved = new Date(addUnits(time, wanted, sign * count, zone))
      if (Number.isNaN(moved.getTime())) throw new MongoError(5166406, `${name} overflowed`)
      return moved
    }
  }
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function startOfWeekOf(value: Maybe, name: string): number {
  if (typeof value !== 'string') throw new MongoError(5439015, `${name} requires 'startOfWeek' to be a string, but got ${typeOf(value)}`)
  const day = DAYS.findIndex(full => full === value.toLowerCase() || full.slice(0, 3) === value.toLowerCase())
  if (day < 0) throw new MongoError(CODES.FailedToParse, `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week: ${value}`)
  return day + 1
}

const dateDiff: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], { object: 5166301, unknown: 5166302, missing: 5166303 })
  const { startDate, endDate, unit, timezone, startOfWeek } = compileNamed(spec, ['startDate', 'endDate', 'unit', 'timezone', 'startOfWeek'], scope)
  return env => {
    const [start, end, step] = [startDate?.(env), endDate?.(env), unit?.(env)]
    const zone = zoneOf(timezone, env)
    if (isNullish(start) || isNullish(end) || isNullish(step) || !zone) return null
    const wanted = unitOf(step, name)
    const weekday = wanted === 'week' && startOfWeek ? startOfWeek(env) : 'sunday'
    if (isNullish(weekday)) return null
    return BigInt(differenceIn(timeOf(start, 5166307), timeOf(end, 5166307), wanted, zone, startOfWeekOf(weekday, name)))
  }
}

const dateTrunc: Operator = (argument, scope, name) => {
  const spec = namedArguments(argument, name, ['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], { object: 5439007, unknown: 5439008, missing: 5439009 })
  const { date, unit, binSize, timezone, startOfWeek } = compileNamed(spec, ['date', 'unit', 'binSize', 'timezone', 'startOfWeek'], scope)
  return env => {
    const [value, step, size] = [date?.(env), unit?.(env), binSize ? binSize(env) : 1]
    const zone = zoneOf(timezone, env)
    if (isNullish(value) || isNullish(step) || isNullish(size) || !zone) return null
    const wanted = unitOf(step, name)
    const weekday = wanted === 'week' && startOfWeek ? startOfWeek(env) : 'sunday'
    if (isNullish(weekday)) return null
    return validDate(truncate(timeOf(value, 5439012), wanted, binSizeOf(size), zone, startOfWeekOf(weekday, name)))
  }
}

const MAX_BIN = 100_000_000_000

function binSizeOf(value: Value): number {
  const size = isNumeric(value) ? asInteger(value) : undefined
  if (size === undefined) throw new MongoError(5439017, `$dateTrunc requires 'binSize' to be a 64-bit integer, but got ${typeOf(value)}`)
  if (size > MAX_BIN) throw new MongoError(5439006, `$dateTrunc 'binSize' is too large: ${size}`)
  if (size <= 0) throw new MongoError(5439018, `$dateTrunc requires 'binSize' to be greater than 0, but got value ${size}`)
  return size
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
  $dateToParts: dateToParts, $dateFromParts: dateFromParts, $dateToString: dateToString, $dateFromString: dateFromString, $dateAdd: dateAdd(1), $dateSubtract: dateAdd(-1), $dateDiff: dateDiff, $dateTrunc: dateTrunc,
  $tsSecond: timestampPart(value => value.t), $tsIncrement: timestampPart(value => value.i),
}

