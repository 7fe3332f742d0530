import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, RouteOptions } from 'fastify'
import Type from 'typebox'

const DOCS = '/api/docs'

const Problem = Type.Object({
  type: Type.String(), title: Type.String({ description: 'In the language of the request' }), status: Type.Integer(),
  code: Type.String({ description: 'Stable; what programs should look at' }),
  errors: Type.Optional(Type.Array(Type.Object({ field: Type.String(), code: Type.String(), message: Type.String() }))),
}, {
  $id: 'Problem', description: 'RFC 9457',
  examples: [{ type: 'about:blank', title: 'Something is missing or not in the right format', status: 400, code: 'invalid', errors: [{ field: 'title', code: 'error.required', message: 'the title is required' }] }],
})

const REFUSALS: Record<string, string> = {
  400: 'The request does not fit its schema', 401: 'Sign in first', 404: 'Does not exist, or not for the caller',
  409: 'Not in this state, or changed meanwhile', 422: 'A rule refuses; `errors` names fields', 429: 'Too many attempts',
  500: 'A fault on our side',
}

/** OpenAPI 3.1 of everything below /api/v1, as JSON and as pages. Has to be there before the routes it describes. */
export async function openapiPlugin(app: FastifyInstance, options: { version: string; publicUrl: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Jiebang 揭榜', version: options.version, description: 'The open competition for technical needs. Everything a page shows or does, for programs.' },
      servers: [{ url: options.publicUrl }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From POST /api/v1/sessions' } } },
    },
    transform: ({ schema, url, route }) => ({ schema: described(schema as Described | undefined, route as RouteOptions), url }) as never,
  })
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => declare(route))
    await docs.register(swaggerUi, { routePrefix: DOCS, uiConfig: { docExpansion: 'list', deepLinking: false, tryItOutEnabled: false }, theme: { title: 'Jiebang API' } })
  })
}

interface Described { hide?: boolean; response?: Record<string, unknown>; security?: object[] }

/** What each route says about itself, with the refusals all of them share and who may call. */
function described(schema: Described | undefined, route: RouteOptions): Described {
  if (!schema || schema.hide || route.config?.kind !== 'api') return { ...schema, hide: true }
  const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: Problem } } })
  const problems = Object.fromEntries(Object.entries(REFUSALS).map(([status, description]) => [status, problem(description)]))
  const security = route.config.access === 'anyone' ? [] : [{ bearer: [] }]
  return { ...schema, security, response: { ...problems, ...schema.response } }
}

/** The pages of the documentation are somebody else's code; their routes are held to our rules all the same. */
function declare(route: RouteOptions): void {
  route.config = { ...route.config, access: 'anyone', kind: 'asset' }
  route.schema = { ...route.schema, hide: true, summary: 'API documentation' } as object
}
