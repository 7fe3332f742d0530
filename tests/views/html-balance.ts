const VOID = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr', 'path', '!doctype'])

/** The first tag that does not close where it should; nothing when all do. */
export function unbalanced(html: string): string | undefined {
  const open: string[] = []
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z!][a-z0-9]*)(?:\s[^<>]*)?>/gi)) {
    if (VOID.has(name.toLowerCase())) continue
    if (!slash) open.push(name)
    else if (open.pop() !== name) return `</${name}>`
  }
  return open.length > 0 ? `<${open.at(-1)}>` : undefined
}
