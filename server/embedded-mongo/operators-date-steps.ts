import { addUnits, differenceIn, truncate, type Unit, UNITS } from './calendar.ts'
import type { Operator } from './expression.ts'
import { CODES, MongoError } from './mongo-error.ts'
import { compileNamed, namedArguments } from './operator-arguments.ts'
import { timeOf, validDate, zoneOf } from './operators-date.ts'
import { asInteger, isNullish, isNumeric, type Maybe, typeOf, type Value } from './values.ts'

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

/** Operators that count in units: years, weeks, minutes. */
export const DATE_STEP_OPERATORS: Readonly<Record<string, Operator>> = {
  $dateAdd: dateAdd(1), $dateSubtract: dateAdd(-1), $dateDiff: dateDiff, $dateTrunc: dateTrunc,
}
