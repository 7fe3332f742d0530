import fastJson from 'fast-json-stringify'
import t from 'tap'
import { formValidator, jsonValidator } from '../../server/http/validation.ts'
import { startApp } from '../support/app.ts'

/** They are compiled when first used, so a broken one would otherwise stop nobody before its first reader. */
t.test('what any route takes and sends can be compiled', async (t) => {
  const { routes } = await startApp(t)
  let compiled = 0
  for (const { method, url, schema, config } of routes) {
    const { body, querystring, params, response = {} } = (schema ?? {}) as Record<string, object | undefined>
    const name = `${String(method)} ${url}`
    for (const [httpPart, part] of Object.entries({ body, querystring, params })) {
      if (!part) continue
      const validate = config?.kind === 'form' ? formValidator({ schema: part }) : jsonValidator({ schema: part, httpPart })
      t.doesNotThrow(() => validate({}), `${name} ${httpPart}`)
      compiled += 1
    }
    for (const [status, part] of Object.entries(response)) {
      t.doesNotThrow(() => fastJson(part as object), `${name} ${status}`)
      compiled += 1
    }
  }
  t.ok(compiled > 300, `${compiled} schemas`)
})
