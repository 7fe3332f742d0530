import mongoose, { type Connection } from 'mongoose'

/**
 * One connection of its own per application, so that tests can run several in a process. Filters are sanitised:
 * an object where a value is expected is compared as a value, unless a store marks its operators with `trusted`.
 */
export async function openDatabase(uri: string, name?: string): Promise<Connection> {
  mongoose.set('sanitizeFilter', true)
  // A filter on a field that does not exist would find everything.
  mongoose.set('strictQuery', 'throw')
  const options = { serverSelectionTimeoutMS: 5000, autoIndex: true, ...(name ? { dbName: name } : {}) }
  return mongoose.createConnection(uri, options).asPromise()
}

/** Waits until every declared index exists: a unique index that is still being built protects nothing. */
export async function buildIndexes(connection: Connection): Promise<void> {
  await Promise.all(Object.values(connection.models).map((model) => model.init()))
}
