import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, RouteOptions } from 'fastify'
import Type from 'typebox'
import { withNamedSchemas } from './openapi-names.ts'
import { answersOf, type Described, operationId, takenBody } from './openapi-parts.ts'

const DOCS = '/api/docs'

const Problem = Type.Object({
  type: Type.String(), title: Type.String({ description: 'In the language of the request' }), status: Type.Integer(),
  code: Type.String({ description: 'Stable; what programs should look at' }),
  errors: Type.Optional(Type.Array(Type.Object({ field: Type.String(), code: Type.String(), message: Type.String() }))),
}, {
  $id: 'Problem', description: 'RFC 9457',
  examples: [{ type: 'about:blank', title: 'Something is missing or not in the right format', status: 400, code: 'invalid', errors: [{ field: 'title', code: 'error.required', message: 'the title is required' }] }],
})

/** OpenAPI 3.1 of everything below /api/v1, as JSON and as pages. Has to be there before the routes it describes. */
export async function openapiPlugin(app: FastifyInstance, options: { version: string; publicUrl: string }): Promise<void> {
  app.addSchema(Problem)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Jiebang 揭榜', version: options.version, description: 'The open competition for technical needs. Everything a page shows or does, for programs.' },
      servers: [{ url: options.publicUrl }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From POST /api/v1/sessions' } } },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`) },
    transform: ({ schema, url, route }) => ({ schema: described(schema as Described | undefined, url, route as RouteOptions), url }) as never,
    transformObject: (document) => withNamedSchemas(withOptionalBodies(('openapiObject' in document ? document.openapiObject : document.swaggerObject) as Document)) as never,
  })
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => declare(route))
    await docs.register(swaggerUi, { routePrefix: DOCS, uiConfig: { docExpansion: 'list', deepLinking: false, tryItOutEnabled: false }, theme: { title: 'Jiebang API' } })
  })
}

/** What each route says about itself, with the answers all of them share and who may call. */
function described(schema: Described | undefined, url: string, route: RouteOptions): Described {
  const { kind, access } = route.config ?? {}
  if (!schema || schema.hide || kind !== 'api') return { ...schema, hide: true }
  // Whoever signs in may see more of what everybody may ask for.
  const security = access === 'anyone' ? [{}, { bearer: [] }] : [{ bearer: [] }]
  const body = schema.body === undefined ? {} : { body: takenBody(schema.body) }
  return { ...schema, ...body, operationId: operationId(String(route.method), url), security, response: answersOf(schema, route) }
}

interface Operation { requestBody?: { required?: boolean; content: Record<string, { schema: { required?: string[] } }> } }
interface Document { components?: { schemas?: Record<string, unknown> }; paths: Record<string, Record<string, Operation>> }

/** A call whose fields may all be left out needs no body at all. */
function withOptionalBodies(document: Document): Document {
  for (const { requestBody } of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    if (requestBody) requestBody.required = Object.values(requestBody.content).some(({ schema }) => (schema.required ?? []).length > 0)
  }
  return document
}

/** The pages of the documentation are somebody else's code; their routes are held to our rules all the same. */
function declare(route: RouteOptions): void {
  route.config = { ...route.config, access: 'anyone', kind: 'asset' }
  route.schema = { ...route.schema, hide: true, summary: 'API documentation' } as object
}
