import type { FastifyInstance } from 'fastify'

interface Known { path: RegExp; methods: Set<string> }

/** Which methods a path of the API knows, from the routes as they are declared. Has to be there before them. */
export function allowedMethods(app: FastifyInstance): (url: string) => string[] {
  const known = new Map<string, Known>()
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.startsWith('/api/v1/')) return
    const entry = known.get(url) ?? { path: patternOf(url), methods: new Set<string>() }
    for (const one of [method].flat()) entry.methods.add(one)
    known.set(url, entry)
  })
  return (url) => {
    const path = url.split('?')[0] ?? ''
    const exact = known.get(path)
    const found = exact ? [exact] : [...known.values()].filter((entry) => entry.path.test(path))
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort()
  }
}

/** Paths of ours hold letters, dashes and parameters; nothing that a pattern reads otherwise. */
const patternOf = (url: string): RegExp => new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`)
