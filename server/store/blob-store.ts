import { type Connection, mongo } from 'mongoose'
import { FLUSHED } from './aggregate-store.ts'

/** Files beside the documents, in GridFS: they are backed up, replicated and restored with everything else. */
export interface BlobStore {
  put(id: string, bytes: Buffer): Promise<void>
  /** Undefined when there is no such file. */
  read(id: string): Promise<Buffer | undefined>
  remove(id: string): Promise<void>
}

type Id = mongo.ObjectId

export function createBlobStore(connection: Connection): BlobStore {
  if (!connection.db) throw new Error('the database has to be connected before its files can be reached')
  const bucket = new mongo.GridFSBucket(connection.db, { bucketName: 'attachments', writeConcern: FLUSHED })
  // Ids are our own text; GridFS types know ObjectIds only, the format takes any value.
  const idOf = (id: string): Id => id as unknown as Id

  return {
    put: (id, bytes) => new Promise((resolve, reject) => {
      bucket.openUploadStreamWithId(idOf(id), id).on('error', reject).on('finish', () => resolve()).end(bytes)
    }),
    async read(id) {
      if ((await bucket.find({ _id: idOf(id) }).toArray()).length === 0) return undefined
      const parts: Buffer[] = []
      for await (const part of bucket.openDownloadStream(idOf(id))) parts.push(part as Buffer)
      return Buffer.concat(parts)
    },
    async remove(id) {
      if ((await bucket.find({ _id: idOf(id) }).toArray()).length > 0) await bucket.delete(idOf(id))
    },
  }
}
