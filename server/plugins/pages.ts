import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { navigationFor } from '../http/navigation.ts'
import type { Frame, Page } from '../http/page.ts'
import type { Renderer } from './renderer.ts'
import { cookieName, cookieOptions } from './session.ts'

export interface PageOptions {
  renderer: Renderer
  secure: boolean
  demo: boolean
  /** How many notices a person has not read. */
  unread(person: string): Promise<number>
}

declare module 'fastify' {
  interface FastifyRequest { unread: number }
}

/** Turns a presenter's page into HTML with everything around it. */
export function pagesPlugin(app: FastifyInstance, options: PageOptions): void {
  const flashCookie = cookieName(options.secure, 'flash')

  app.decorateRequest('unread', 0)
  app.addHook('preHandler', async (request) => {
    const { kind } = request.routeOptions.config
    if (request.viewer && (kind === 'page' || kind === 'form')) request.unread = await options.unread(request.viewer.id)
  })
  app.decorateReply('showPage', function showPage(this: FastifyReply, page: Page) {
    const frame = frameOf(this.request, this, options, takeFlash(this, flashCookie, options))
    const html = options.renderer.page(page, frame)
    return this.code(page.status ?? 200).type('text/html; charset=utf-8').header('cache-control', 'private, no-cache').send(html)
  })
  app.decorateReply('flash', function flash(this: FastifyReply, kind: string, key: string) {
    return this.setCookie(flashCookie, `${kind}:${key}`, { ...cookieOptions(options.secure), maxAge: 60 })
  })
}

function frameOf(request: FastifyRequest, reply: FastifyReply, options: { renderer: Renderer; demo: boolean }, flash: Frame['flash']): Frame {
  const words = options.renderer.words(request.locale)
  let token: string | undefined
  return {
    locale: request.locale,
    url: request.url,
    ...(request.account ? { viewer: request.account } : {}),
    navigation: navigationFor(request.account?.roles ?? [], request.url, words, request.unread),
    // Read by pages with a form only, so that plain pages set no cookie; once, so that all forms of a page share a secret.
    get csrfToken() { return (token ??= reply.generateCsrf()) },
    ...(flash ? { flash } : {}),
    demo: options.demo,
  }
}

const FLASH = /^(success|warning|error):([a-z][\w.-]+)$/

function takeFlash(reply: FastifyReply, name: string, options: { renderer: Renderer; secure: boolean }): Frame['flash'] {
  const [, kind, key] = FLASH.exec(reply.request.cookies[name] ?? '') ?? []
  if (!kind || !key) return undefined
  reply.clearCookie(name, cookieOptions(options.secure))
  return { kind: kind as 'success', text: options.renderer.words(reply.request.locale)(key) }
}
