import { Budget } from './budget.ts'
import { type Collation, SIMPLE } from './collation.ts'
import { type Cell, checkVariableName, compileExpression, type Operator, type Scope } from './expression.ts'
import { typeMismatch } from './mongo-error.ts'
import { ARITHMETIC_OPERATORS } from './operators-arithmetic.ts'
import { SUMMARY_OPERATORS } from './operators-array-summary.ts'
import { ARRAY_OPERATORS } from './operators-array.ts'
import { DATE_STEP_OPERATORS } from './operators-date-steps.ts'
import { DATE_OPERATORS } from './operators-date.ts'
import { LOGIC_OPERATORS } from './operators-logic.ts'
import { OBJECT_OPERATORS } from './operators-object.ts'
import { PAIR_OPERATORS } from './operators-pairs.ts'
import { REAL_OPERATORS } from './operators-real.ts'
import { STRING_OPERATORS } from './operators-string.ts'
import { TYPE_OPERATORS } from './operators-type.ts'
import { isDoc, isNullish, type Maybe } from './values.ts'

const OPERATORS: Readonly<Record<string, Operator>> = { ...ARITHMETIC_OPERATORS, ...REAL_OPERATORS, ...LOGIC_OPERATORS, ...ARRAY_OPERATORS, ...PAIR_OPERATORS, ...SUMMARY_OPERATORS, ...OBJECT_OPERATORS, ...STRING_OPERATORS, ...DATE_OPERATORS, ...DATE_STEP_OPERATORS, ...TYPE_OPERATORS }

/** The scope in which one command's filters and expressions are compiled. */
export function createScope({ collation = SIMPLE, variables, budget = new Budget() }: { collation?: Collation, variables?: Maybe, budget?: Budget } = {}): Scope {
  const scope: Scope = { collation, now: new Date(), budget, operators: OPERATORS, cells: new Map() }
  return { ...scope, cells: commandVariables(variables, scope) }
}

/** The `let` of a command: expressions without a document, so they are constants. */
function commandVariables(variables: Maybe, scope: Scope): Map<string, Cell> {
  if (isNullish(variables)) return new Map()
  if (!isDoc(variables)) throw typeMismatch("BSON field 'let' is the wrong type, expected type 'object'")
  return new Map(Object.entries(variables).map(([name, value]) => [checkVariableName(name), { value: compileExpression(value, scope)({ root: undefined, current: undefined }) }]))
}
