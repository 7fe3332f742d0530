import { equal } from './compare.ts'
import type { Scope } from './expression.ts'
import { CODES, failedToParse, MongoError } from './mongo-error.ts'
import { type MapDoc, shapeStage } from './stages-shape.ts'
import type { Update } from './update-parts.ts'
import { isDoc, newDoc, type Value } from './values.ts'

/** An update given as a pipeline: the stages that keep one document one document. */
export function compileUpdatePipeline(stages: readonly Value[], scope: Scope): Update {
  const shapes = stages.map(stage => compileStage(stage, scope))
  return doc => {
    const made = shapes.reduce((at, shape) => shape(at), doc)
    if (doc._id === undefined || equal(doc._id, made._id)) return made
    if (made._id === undefined) return newDoc({ _id: doc._id }, made)
    throw new MongoError(CODES.ImmutableField, "Performing an update on the path '_id' would modify the immutable field '_id'")
  }
}

function compileStage(stage: Value, scope: Scope): MapDoc {
  const name = isDoc(stage) && Object.keys(stage).length === 1 ? Object.keys(stage)[0] as string : undefined
  if (!isDoc(stage) || name === undefined) throw failedToParse('A pipeline stage specification object must contain exactly one field.')
  const shape = shapeStage(name, stage[name] as Value, scope)
  if (!shape) throw new MongoError(CODES.InvalidOptions, `${name} is not allowed to be used within an update`)
  return shape
}
