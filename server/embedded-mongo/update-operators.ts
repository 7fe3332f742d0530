import { Timestamp } from 'bson'
import { compare } from './compare.ts'
import { isNumeric, isDoc, isInt32, type Doc, type Maybe, type Numeric, typeOf, type Value } from './values.ts'
import { arrayOperator } from './update-arrays.ts'
import { badValue, CODES, failedToParse, MongoError, typeMismatch } from './mongo-error.ts'
import { add, fitsLong, multiply } from './numbers.ts'
import type { Scope } from './expression.ts'
import type { Change } from './update-parts.ts'

/** Operators that change one field by its present value. `$unset` and `$rename` move fields and are not here. */
export function fieldOperator(name: string, argument: Value, scope: Scope): Change {
  switch (name) {
    case '$set': case '$setOnInsert': return () => argument
    case '$inc': return arithmetic('increment', argument, add)
    case '$mul': return arithmetic('multiply', argument, multiply)
    case '$min': case '$max': return extreme(name === '$min' ? -1 : 1, argument, scope)
    case '$currentDate': return currentDate(argument, scope)
    case '$bit': return bit(argument)
    default: return arrayOperator(name, argument, scope)
  }
}

function arithmetic(verb: string, argument: Value, apply: (a: Numeric, b: Numeric) => Numeric): Change {
  if (!isNumeric(argument)) throw typeMismatch(`Cannot ${verb} with non-numeric argument`)
  return (current, path) => {
    if (current !== undefined && !isNumeric(current)) throw typeMismatch(`Cannot apply $${verb === 'increment' ? 'inc' : 'mul'} to a value of non-numeric type. The field '${path}' has non-numeric type ${typeOf(current)}`)
    if (current === undefined && verb === 'increment') return argument
    const result = apply(current ?? 0, argument)
    // -0.0 + 0.0 is the same value, so nothing changes.
    if (current !== undefined && typeOf(result) === typeOf(current) && compare(result, current) === 0) return undefined
    if (isWhole(current) && isWhole(argument) && typeof result === 'number' && !isInt32(result)) throw badValue(`Failed to apply ${verb} operations to current value: it would overflow`)
    return result
  }
}

const isWhole = (value: Maybe): boolean => typeof value === 'bigint' || isInt32(value)

function extreme(sign: number, argument: Value, { collation }: Scope): Change {
  return current => (current === undefined || Math.sign(compare(argument, current, collation.compareStrings)) === sign ? argument : undefined)
}

function currentDate(argument: Value, { now }: Scope): Change {
  if (typeof argument === 'boolean') return () => now
  if (!isDoc(argument)) throw badValue(`${typeOf(argument)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`)
  const names = Object.keys(argument)
  if (names.length !== 1 || names[0] !== '$type') throw badValue(`Unrecognized $currentDate option: ${names.join(', ')}`)
  if (argument.$type === 'date') return () => now
  if (argument.$type !== 'timestamp') throw badValue("The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}")
  return () => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 })
}

const BITS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = { and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b }

function bit(argument: Value): Change {
  if (!isDoc(argument)) throw badValue('The $bit modifier is not compatible with a ' + typeOf(argument))
  const steps = Object.entries(argument)
  if (steps.length === 0) throw badValue('You must pass in at least one bitwise operation')
  steps.forEach(([name, value]) => {
    if (!BITS[name]) throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`)
    if (!isWhole(value)) throw badValue('The $bit modifier field must be an Integer(32/64 bit)')
  })
  return current => {
    if (current !== undefined && !isWhole(current)) throw badValue('Cannot apply $bit to a value of non-integral type')
    return applyBits(steps, current as number | bigint | undefined)
  }
}

function applyBits(steps: readonly [string, Value][], current: number | bigint | undefined): Value {
  const long = [current, ...steps.map(([, value]) => value)].some(value => typeof value === 'bigint')
  const result = steps.reduce((bits, [name, value]) => (BITS[name] as (a: bigint, b: bigint) => bigint)(bits, BigInt(value as number)), BigInt(current ?? 0))
  if (!fitsLong(result)) throw badValue('$bit overflow')
  return long ? result : Number(result)
}

/** Every operator takes a document of paths. */
export function operatorFields(name: string, argument: Value): Doc {
  if (!isDoc(argument)) throw failedToParse(`Modifiers operate on fields but we found type ${typeOf(argument)} instead. For example: {$mod: {<field>: ...}} not {${name}: ...}`)
  return argument
}

export const conflict = (path: string, other: string): MongoError => new MongoError(CODES.ConflictingUpdateOperators, `Updating the path '${path}' would create a conflict at '${other}'`)
