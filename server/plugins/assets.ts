import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { ASSETS_PATH } from './asset-address.ts'

const YEAR_MS = 31_536_000_000

/** Style, scripts and the mark. Their addresses carry a hash of the content, so browsers may keep them. */
export async function assetsPlugin(app: FastifyInstance, options: { viewsDir: string }): Promise<void> {
  await app.register(fastifyStatic, { root: join(options.viewsDir, 'assets'), serve: false, maxAge: YEAR_MS, immutable: true })
  const schema = {
    hide: true, summary: 'Style, scripts and the mark',
    params: Type.Object({ '*': Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
    querystring: Type.Object({ v: Type.Optional(Type.String({ maxLength: 40 })) }, { additionalProperties: false }),
  }
  app.get<{ Params: { '*': string } }>(`${ASSETS_PATH}*`, { schema, config: { access: 'anyone', kind: 'asset' } }, (request, reply) =>
    reply.sendFile(request.params['*']))
}
