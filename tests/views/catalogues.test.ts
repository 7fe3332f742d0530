import t from 'tap'
import { IntlMessageFormat } from 'intl-messageformat'
import { catalogues, readWords, serverCode, templates } from './view-sources.ts'

/** Words chosen by a code at run time, and the common vocabulary of buttons. */
const BY_CODE = ['action.', 'error.', 'refusal.', 'fault.', 'state.', 'role.', 'organisation.', 'language.']

const all = (locale: string): Map<string, string> => new Map(catalogues(locale).flatMap((file) => Object.entries(readWords(file))))
const placeholders = (message: string): string[] => [...new Set([...message.matchAll(/\{\s*([a-zA-Z]\w*)\s*[,}]/g)].map((found) => found[1] ?? ''))].sort()

t.test('both languages hold the same words, beside each other', async (t) => {
  const chinese = catalogues('zh-CN')
  t.same(catalogues('en').map(({ path }) => path.replace('en.json', 'zh-CN.json')), chinese.map(({ path }) => path))
  for (const file of chinese) {
    const english = catalogues('en').find(({ path }) => path === file.path.replace('zh-CN.json', 'en.json'))
    t.same(Object.keys(readWords(english ?? { path: '', text: '{}' })).sort(), Object.keys(readWords(file)).sort(), file.path)
  }
})

t.test('every message is a valid sentence with the same values in both languages', async (t) => {
  const english = all('en')
  for (const [key, message] of all('zh-CN')) {
    t.doesNotThrow(() => new IntlMessageFormat(message, 'zh-CN', undefined, { ignoreTag: true }), key)
    t.doesNotThrow(() => new IntlMessageFormat(english.get(key) ?? '', 'en', undefined, { ignoreTag: true }), key)
    if (!/plural|select/.test(message + english.get(key))) t.same(placeholders(english.get(key) ?? ''), placeholders(message), key)
  }
})

t.test('every key a template names exists', async (t) => {
  const known = all('zh-CN')
  const missing = templates().flatMap(({ path, text }) =>
    [...text.matchAll(/[{(~]t "([^"]+)"/g)].map((found) => found[1] ?? '').filter((key) => !known.has(key)).map((key) => `${path}: ${key}`))
  t.same(missing, [])
})

t.test('no words are kept that nothing says', async (t) => {
  const text = [...templates(), ...serverCode()].map((source) => source.text).join('\n')
  const named = new Set([...text.matchAll(/["'`]([a-zA-Z][\w-]*(?:\.[\w-]+)+)["'`]/g)].map((found) => found[1]))
  const begun = [...text.matchAll(/(?:concat "|`)([a-zA-Z][\w-]*\.(?:[\w-]+\.)*[\w-]*)(?:"|\$\{)/g)].map((found) => found[1] ?? '')
  const prefixes = [...BY_CODE, ...new Set(begun)]
  const unused = [...all('zh-CN').keys()].filter((key) => !named.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))
  t.same(unused, [])
})
