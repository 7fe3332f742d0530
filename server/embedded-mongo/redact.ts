import { bind, compileExpression, type Scope } from './expression.ts'
import { MongoError } from './mongo-error.ts'
import { isDoc, type Doc, type Maybe, newDoc, type Value } from './values.ts'

const DECISIONS = ['descend', 'prune', 'keep'] as const

/** `$redact`: keeps, prunes or looks into each document, level by level. */
export function compileRedact(argument: Value, scope: Scope): (doc: Doc) => Doc | undefined {
  const { inner, cells } = bind(scope, DECISIONS.map(name => name.toUpperCase()))
  cells.forEach((cell, i) => { cell.value = DECISIONS[i] as string })
  const evaluate = compileExpression(argument, inner)
  const level = (doc: Doc, root: Doc): Doc | undefined => {
    const decision = evaluate({ root, current: doc })
    if (decision === 'keep') return doc
    if (decision === 'prune') return undefined
    if (decision === 'descend') return descend(doc, value => (isDoc(value) ? level(value, root) : value))
    throw new MongoError(17053, '$redact must resolve to $$DESCEND, $$PRUNE, or $$KEEP')
  }
  return doc => level(doc, doc)
}

function descend(doc: Doc, keep: (value: Value) => Maybe): Doc {
  const made = newDoc()
  for (const name of Object.keys(doc)) {
    const value = redactValue(doc[name] as Value, keep)
    if (value !== undefined) made[name] = value
  }
  return made
}

function redactValue(value: Value, keep: (value: Value) => Maybe): Maybe {
  if (!Array.isArray(value)) return keep(value)
  return value.map(item => redactValue(item, keep)).filter(item => item !== undefined)
}
