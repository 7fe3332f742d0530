/** Each would run where one kind of place is not escaped: text, attributes with and without quotes, addresses, scripts, styles, templates. */
export const PAYLOADS: readonly string[] = [
  '<script>xss()</script>', '"><script>xss()</script>', "'><script>xss()</script>", '<img src=x onerror=xss()>', '"><img src=x onerror=xss()>',
  '<svg onload=xss()>', '<svg><script>xss()</script></svg>', '<math><mi//xlink:href="javascript:xss()">', '" onfocus=xss() autofocus x="', "' onfocus=xss() autofocus x='",
  ' onmouseover=xss() ', '` onerror=xss() `', 'javascript:xss()', 'JaVaScRiPt:xss()', 'java\tscript:xss()', 'data:text/html,<script>xss()</script>',
  '</title><script>xss()</script>', '</textarea><script>xss()</script>', '</script><script>xss()</script>', '<!--><script>xss()</script>', ']]><script>xss()</script>',
  '<iframe srcdoc="<script>parent.xss()</script>">', '<a href=javascript:xss()>x</a>', '<form action=javascript:xss()><button>x', '<base href=//evil.example/>',
  '<meta http-equiv=refresh content="0;url=javascript:xss()">', '<link rel=stylesheet href=//evil.example/x.css>', '<style>@import "//evil.example"</style>', '<details open ontoggle=xss()>',
  '<input autofocus onfocus=xss()>', '<object data=javascript:xss()>', '<embed src=javascript:xss()>', '{{constructor.constructor("xss()")()}}', '${xss()}', '{{{xss}}}', '&lt;script&gt;xss()&lt;/script&gt;',
  '&#60;img src=x onerror=xss()&#62;', '\u2028xss()', '\ud83d<script>xss()</script>', '＜script＞xss()＜/script＞', '<noscript><p title="</noscript><img src=x onerror=xss()>">',
]

/** Texts that people write; what is left out is ids, choices and addresses. */
const WRITTEN = new Set([
  'title', 'summary', 'background', 'constraints', 'bidderConditions', 'annex', 'name', 'unit', 'keywords', 'route', 'plan', 'team', 'text', 'reason', 'comment', 'answer', 'realName',
  'terms', 'about', 'evidence', 'profile', 'feedback',
])

/** Puts a payload behind every written text of a value, in place; each text gets the next one. */
export function plantPayloads(value: unknown, counter = { at: 0 }): number {
  if (Array.isArray(value)) value.forEach((one) => plantPayloads(one, counter))
  else if (typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>
    for (const [key, inside] of Object.entries(fields)) fields[key] = WRITTEN.has(key) ? planted(inside, counter) : (plantPayloads(inside, counter), inside)
  }
  return counter.at
}

function planted(value: unknown, counter: { at: number }): unknown {
  if (typeof value === 'string') return `${value.slice(0, 40)}${PAYLOADS[counter.at++ % PAYLOADS.length]}`
  if (Array.isArray(value)) return value.map((one) => planted(one, counter))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, planted(one, counter)]))
}
