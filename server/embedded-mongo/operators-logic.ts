import { compareInExpression } from './compare.ts'
import { bind, checkVariableName, compileExpression, constantOf, isConstant, constantly, type Evaluate, type Operator } from './expression.ts'
import { MongoError, failedToParse } from './mongo-error.ts'
import { argumentsOf, namedArguments, operator, unary } from './operator-arguments.ts'
import { isDoc, isNullish, isTruthy, typeOf, type Value } from './values.ts'

function comparison(holds: (order: number) => boolean): Operator {
  return operator(2, 2, ([a, b], _name, { collation }) => {
    return holds(compareInExpression(a, b, collation.compareStrings))
  })
}

const order: Operator = operator(2, 2, ([a, b], _name, { collation }) =>
  Math.sign(compareInExpression(a, b, collation.compareStrings)))

/** Stops at the first argument that decides. */
function logical(decides: boolean): Operator {
  return (argument, scope, name) => {
    const parts = argumentsOf(argument, name, 0, Infinity).map(item => compileExpression(item, scope))
    return env => {
      for (const part of parts) if (isTruthy(part(env)) === decides) return decides
      return !decides
    }
  }
}

const cond: Operator = (argument, scope) => {
  const parts = isDoc(argument) ? condParts(argument) : argumentsOf(argument, '$cond', 3, 3)
  const [test, yes, no] = parts.map(part => compileExpression(part, scope)) as [Evaluate, Evaluate, Evaluate]
  return env => (isTruthy(test(env)) ? yes(env) : no(env))
}

function condParts(argument: Value): Value[] {
  const spec = namedArguments(argument, '$cond', [], ['if', 'then', 'else'], { object: 17080, unknown: 17083, missing: 17080 })
  return (['if', 'then', 'else'] as const).map((name, i) => {
    if (spec[name] === undefined) throw new MongoError(17080 + i, `Missing '${name}' parameter to $cond`)
    return spec[name]
  })
}

const ifNull: Operator = (argument, scope) => {
  const list = Array.isArray(argument) ? argument : [argument]
  if (list.length < 2) throw new MongoError(1257300, `$ifNull needs at least two arguments, had: ${list.length}`)
  const parts = list.map(item => compileExpression(item, scope))
  return env => {
    for (const part of parts.slice(0, -1)) {
      const value = part(env)
      if (!isNullish(value)) return value
    }
    return parts[parts.length - 1]?.(env)
  }
}

const switchOperator: Operator = (argument, scope) => {
  if (!isDoc(argument)) throw new MongoError(40060, `$switch requires an object as an argument, found: ${typeOf(argument)}`)
  const unknown = Object.keys(argument).find(name => !['branches', 'default'].includes(name))
  if (unknown !== undefined) throw new MongoError(40067, `$switch found an unknown argument: ${unknown}`)
  if (argument.branches !== undefined && !Array.isArray(argument.branches)) throw new MongoError(40061, `$switch expected an array for 'branches', found: ${typeOf(argument.branches)}`)
  const branches = (argument.branches ?? []) as Value[]
  if (branches.length === 0) throw new MongoError(40068, '$switch requires at least one branch.')
  const compiled = branches.map(branch => compileBranch(branch)).map(({ test, then }) => ({ test: compileExpression(test, scope), then: compileExpression(then, scope) }))
  const fallback = argument.default === undefined ? undefined : compileExpression(argument.default, scope)
  if (!fallback && compiled.every(({ test }) => isConstant(test) && !isTruthy(constantOf(test)))) throw new MongoError(40069, 'One cannot execute a switch statement where all the cases evaluate to false without a default.')
  return env => {
    const chosen = compiled.find(({ test }) => isTruthy(test(env)))
    if (chosen) return chosen.then(env)
    if (!fallback) throw new MongoError(40066, '$switch could not find a matching branch for an input, and no default was specified.')
    return fallback(env)
  }
}

function compileBranch(branch: Value): { test: Value, then: Value } {
  if (!isDoc(branch)) throw new MongoError(40062, `$switch expected each branch to be an object, found: ${typeOf(branch)}`)
  const unknown = Object.keys(branch).find(name => !['case', 'then'].includes(name))
  if (unknown !== undefined) throw new MongoError(40063, `$switch found an unknown argument to a branch: ${unknown}`)
  if (branch.case === undefined) throw new MongoError(40064, "$switch requires each branch have a 'case' expression")
  if (branch.then === undefined) throw new MongoError(40065, "$switch requires each branch have a 'then' expression.")
  return { test: branch.case, then: branch.then }
}

const letOperator: Operator = (argument, scope) => {
  const { vars, in: body } = namedArguments(argument, '$let', ['vars', 'in'], [], { object: 16874, unknown: 16875, missing: 16876 })
  if (!isDoc(vars)) throw failedToParse('invalid parameter: expected an object (vars)')
  const names = Object.keys(vars).map(checkVariableName)
  const values = names.map(name => compileExpression(vars[name] as Value, scope))
  const { inner, cells } = bind(scope, names.filter(name => name !== 'CURRENT'))
  const evaluate = compileExpression(body as Value, inner)
  return env => {
    const found = values.map(value => value(env))
    const current = names.indexOf('CURRENT')
    names.filter(name => name !== 'CURRENT').forEach((name, i) => { (cells[i] as { value: unknown }).value = found[names.indexOf(name)] })
    return evaluate(current < 0 ? env : { root: env.root, current: found[current] })
  }
}

const literal: Operator = argument => constantly(argument)

export const LOGIC_OPERATORS: Readonly<Record<string, Operator>> = {
  $eq: comparison(n => n === 0), $ne: comparison(n => n !== 0), $gt: comparison(n => n > 0), $gte: comparison(n => n >= 0), $lt: comparison(n => n < 0), $lte: comparison(n => n <= 0), $cmp: order,
  $and: logical(false), $or: logical(true), $not: unary(value => !isTruthy(value)), $cond: cond, $ifNull: ifNull, $switch: switchOperator, $let: letOperator, $literal: literal, $const: literal,
}

