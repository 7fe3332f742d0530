import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Locale, LOCALES } from '../http/page.ts'

const YEAR = 31_536_000

/** `?lang=` chooses and is remembered; otherwise the cookie, then the browser, then Chinese. */
export function languagePlugin(app: FastifyInstance, options: { secure: boolean }): void {
  app.decorateRequest('locale', 'zh-CN')
  app.addHook('onRequest', async (request, reply) => {
    const query = request.query as Record<string, unknown>
    const chosen = known(query['lang'])
    delete query['lang']
    request.locale = chosen ?? known(request.cookies?.['lang']) ?? preferred(request)
    if (chosen) reply.setCookie('lang', chosen, { path: '/', maxAge: YEAR, sameSite: 'lax', httpOnly: true, secure: options.secure })
  })
}

function known(value: unknown): Locale | undefined {
  return LOCALES.find((locale) => locale === value)
}

function preferred(request: FastifyRequest): Locale {
  const first = request.headers['accept-language']?.split(',')[0]?.trim().toLowerCase() ?? ''
  return first.startsWith('en') ? 'en' : 'zh-CN'
}
