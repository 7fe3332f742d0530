import type { Doc } from './values.ts'

/** Error codes by MongoDB's names; expression errors have numbers only ("Location40415"). */
export const CODES = {
  InternalError: 1, BadValue: 2, NoSuchKey: 4, GraphContainsCycle: 5, HostUnreachable: 6, FailedToParse: 9, Unauthorized: 13, TypeMismatch: 14,
  Overflow: 15, InvalidLength: 16, ProtocolError: 17, IllegalOperation: 20, EmptyArrayOperation: 21, InvalidBSON: 22, NamespaceNotFound: 26, IndexNotFound: 27,
  PathNotViable: 28, ConflictingUpdateOperators: 40, CursorNotFound: 43, NamespaceExists: 48,
  MaxTimeMSExpired: 50, DollarPrefixedFieldName: 52, InvalidIdField: 53, NotSingleValueField: 54, InvalidDBRef: 55, EmptyFieldName: 56,
  CommandNotFound: 59, ImmutableField: 66, CannotCreateIndex: 67, InvalidOptions: 72, InvalidNamespace: 73,
  IndexOptionsConflict: 85, IndexKeySpecsConflict: 86, OperationFailed: 96, DocumentValidationFailure: 121, CommandNotSupported: 115,
  ExceededMemoryLimit: 146, CommandNotSupportedOnView: 166, CannotIndexParallelArrays: 171, InvalidPipelineOperator: 168, InvalidIndexSpecificationOption: 197,
  UnknownFieldInsertedByServer: 223, MaxSubPipelineDepthExceeded: 232, QueryPlanKilled: 175, ConversionFailure: 241, ExceededTimeLimit: 262, OperationNotSupportedInTransaction: 263, NotImplemented: 238, NoQueryExecutionPlans: 291, APIVersionError: 322,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292, BSONObjectTooLarge: 10334, DuplicateKey: 11000, OutOfDiskSpace: 14031, UnknownField: 40415, MissingField: 40414,
} as const

const NAMES = new Map<number, string>(Object.entries(CODES).map(([name, code]) => [code, name]))

/** An error that the client is told about, with MongoDB's code. */
export class MongoError extends Error {
  readonly code: number
  readonly details: Doc

  constructor(code: number, message: string, details: Doc = {}) {
    super(message)
    this.code = code
    this.details = details
  }

  get codeName(): string {
    const known = NAMES.get(this.code)
    return known !== undefined && this.code < 10000 ? known : this.code === CODES.DuplicateKey ? 'DuplicateKey' : `Location${this.code}`
  }
}

/** Refuse by name and say where it works: nothing is accepted and ignored. */
export function notSupported(what: string, code: number = CODES.NotImplemented): MongoError {
  return new MongoError(code, `${what} is not supported by the embedded MongoDB stand-in: set MONGODB_URI to a MongoDB server`)
}

export const badValue = (message: string): MongoError => new MongoError(CODES.BadValue, message)
export const failedToParse = (message: string): MongoError => new MongoError(CODES.FailedToParse, message)
export const typeMismatch = (message: string): MongoError => new MongoError(CODES.TypeMismatch, message)
