import { CODES, failedToParse, badValue, MongoError, notSupported } from './mongo-error.ts'
import { asInteger, isDoc, isNumeric, type Doc, type Maybe } from './values.ts'

const READ_FIELDS = ['level', 'provenance', 'afterClusterTime', 'atClusterTime']
const WRITE_FIELDS = ['w', 'j', 'fsync', 'wtimeout', 'provenance']

/** What a client asks about reading and writing safely must be understood, or it would be a promise broken. */
export function checkConcerns({ readConcern, writeConcern, ...command }: Doc): void {
  if (isDoc(readConcern)) checkReadConcern(readConcern)
  if (isDoc(writeConcern)) checkWriteConcern(writeConcern)
  checkApi(command)
}

function checkReadConcern(concern: Doc): void {
  refuseUnknown('readConcern', concern, READ_FIELDS)
  const { level } = concern
  if (level === 'snapshot' || level === 'linearizable') throw notSupported(`read concern ${level}`)
  if (level !== undefined && !['local', 'available', 'majority'].includes(level as string)) throw failedToParse("Unrecognized option in 'readConcern.level'")
}

function checkWriteConcern(concern: Doc): void {
  refuseUnknown('writeConcern', concern, WRITE_FIELDS)
  const { w } = concern
  if (typeof w === 'string' && w !== 'majority') throw badValue(`cannot use non-majority 'w' mode ${w} when a host is not a member of a replica set`)
  if (isNumeric(w)) checkMembers(asInteger(w))
}

function checkMembers(count: Maybe): void {
  if (typeof count !== 'number' || count < 0 || count > 50) throw failedToParse('w has to be a non-negative number and not greater than 50')
  if (count > 1) throw badValue("cannot use 'w' > 1 when a host is not replicated")
}

function checkApi({ apiVersion, apiStrict, apiDeprecationErrors, txnNumber }: Doc): void {
  if (apiVersion === undefined && (apiStrict !== undefined || apiDeprecationErrors !== undefined)) throw new MongoError(4886600, "Provided apiStrict and/or apiDeprecationErrors without passing apiVersion")
  if (apiVersion !== undefined && apiVersion !== '1') throw new MongoError(CODES.APIVersionError, 'API version must be "1"')
  if (apiStrict === true) throw notSupported('apiStrict')
  if (txnNumber !== undefined) throw new MongoError(CODES.IllegalOperation, 'Transaction numbers are only allowed on a replica set member or mongos')
}

function refuseUnknown(name: string, concern: Doc, fields: readonly string[]): void {
  const unknown = Object.keys(concern).find(field => !fields.includes(field))
  if (unknown !== undefined) throw new MongoError(CODES.UnknownField, `BSON field '${name}.${unknown}' is an unknown field.`)
}
