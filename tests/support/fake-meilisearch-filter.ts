import { FakeRefusal } from './fake-meilisearch-errors.ts'
import type { FakeDocument } from './fake-meilisearch-state.ts'

export type Condition = (document: FakeDocument) => boolean

/** A filter as the server takes it: text, or a list joined by "and" whose inner lists are joined by "or". */
export type FilterInput = string | (string | string[])[] | null | undefined

export function conditionOf(filter: FilterInput, filterable: readonly string[], code = 'invalid_search_filter'): Condition {
  if (filter === null || filter === undefined) return () => true
  const parse = (text: string) => new Parser(text, filterable, code).parse()
  if (typeof filter === 'string') return filter.trim() === '' ? () => true : parse(filter)
  const groups = filter.map((entry) => (Array.isArray(entry) ? entry.map(parse) : [parse(entry)]))
  return (document) => groups.every((group) => group.some((condition) => condition(document)))
}

interface Token { text: string; quoted: boolean; at: number }

/** Recursive descent over OR, AND, NOT, parentheses and single comparisons. */
class Parser {
  readonly #tokens: Token[]
  readonly #text: string
  readonly #filterable: readonly string[]
  readonly #code: string
  #at = 0

  constructor(text: string, filterable: readonly string[], code: string) {
    this.#text = text
    this.#tokens = tokensOf(text, code)
    this.#filterable = filterable
    this.#code = code
  }

  parse(): Condition {
    const condition = this.#any()
    if (this.#at < this.#tokens.length) throw this.#refusal('Found unexpected characters at the end of the filter')
    return condition
  }

  #any(): Condition {
    const options = [this.#all()]
    while (this.#takes('OR')) options.push(this.#all())
    return (document) => options.some((option) => option(document))
  }

  #all(): Condition {
    const parts = [this.#not()]
    while (this.#takes('AND')) parts.push(this.#not())
    return (document) => parts.every((part) => part(document))
  }

  #not(): Condition {
    if (this.#takes('NOT')) {
      const inner = this.#not()
      return (document) => !inner(document)
    }
    if (!this.#takes('(')) return this.#comparison()
    const inner = this.#any()
    this.#must(')')
    return inner
  }

  #comparison(): Condition {
    const field = this.#word()
    const condition = this.#after(field)
    if (!this.#filterable.includes(field)) throw this.#refusal(`Attribute \`${field}\` is not filterable.`)
    return condition
  }

  #after(field: string): Condition {
    if (this.#takes('IN')) return this.#list(field)
    if (this.#takes('EXISTS')) return (document) => document[field] !== undefined
    if (this.#takes('IS')) return this.#state(field)
    if (this.#takes('NOT')) return this.#negated(field)
    if (this.#takes('STARTS')) return this.#prefix(field)
    if (this.#takes('CONTAINS')) throw new FakeRefusal(400, 'feature_not_enabled', 'Using `CONTAINS` in a filter requires enabling the `contains filter` experimental feature.')
    const operator = this.#word()
    const value = this.#value()
    if (/^-?[\d.]+$/.test(operator) && value === 'TO') return between(field, Number(operator), Number(this.#word()))
    return this.#compare(field, operator, value)
  }

  #compare(field: string, operator: string, value: string): Condition {
    if (operator === '=') return (document) => valuesOf(document, field).some((one) => same(one, value))
    if (operator === '!=') return (document) => !valuesOf(document, field).some((one) => same(one, value))
    const bound = Number(value)
    const compare = { '>': (n: number) => n > bound, '>=': (n: number) => n >= bound, '<': (n: number) => n < bound, '<=': (n: number) => n <= bound }[operator]
    if (compare === undefined || Number.isNaN(bound)) throw this.#refusal(`Was expecting an operation but instead got \`${operator}\``)
    return (document) => numbersOf(document, field).some(compare)
  }

  #list(field: string): Condition {
    this.#must('[')
    const wanted: string[] = []
    while (!this.#takes(']')) {
      wanted.push(this.#value())
      this.#takes(',')
    }
    return (document) => valuesOf(document, field).some((one) => wanted.some((value) => same(one, value)))
  }

  #state(field: string): Condition {
    if (this.#takes('NULL')) return (document) => document[field] === null
    this.#must('EMPTY')
    return (document) => document[field] === '' || (Array.isArray(document[field]) && document[field].length === 0)
  }

  #negated(field: string): Condition {
    const inner = this.#takes('IN') ? this.#list(field) : (this.#must('EXISTS'), (document: FakeDocument) => document[field] !== undefined)
    return (document) => !inner(document)
  }

  #prefix(field: string): Condition {
    this.#must('WITH')
    const prefix = this.#word().toLowerCase()
    return (document) => valuesOf(document, field).some((one) => one.toLowerCase().startsWith(prefix))
  }

  #takes(text: string): boolean {
    const token = this.#tokens[this.#at]
    if (token === undefined || token.quoted || token.text !== text) return false
    this.#at += 1
    return true
  }

  #must(text: string): void {
    if (!this.#takes(text)) throw this.#refusal(`Was expecting \`${text}\``)
  }

  #word(): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw this.#refusal('Was expecting a value but instead got nothing.')
    return token.text
  }

  #value(): string {
    const token = this.#tokens[this.#at]
    if (token !== undefined && !token.quoted && /^(?:[=<>()[\],]|[<>!]=)$/.test(token.text)) throw this.#refusal('Was expecting a value but instead got nothing.')
    return this.#word()
  }

  #refusal(message: string): FakeRefusal {
    return new FakeRefusal(400, this.#code, `${message} ${this.#text}`)
  }
}

const tokenPattern = /\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(>=|<=|!=|[=<>()[\],])|([^\s=<>()[\],"']+))/gy

/** In quotes only the quote itself is unescaped: two backslashes stay two. */
function tokensOf(text: string, code: string): Token[] {
  const tokens: Token[] = []
  tokenPattern.lastIndex = 0
  let end = 0
  for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text)) {
    const [, double, single, sign, bare] = match
    const quoted = double?.replaceAll('\\"', '"') ?? single?.replaceAll("\\'", "'")
    tokens.push({ text: quoted ?? sign ?? bare ?? '', quoted: quoted !== undefined, at: match.index })
    end = tokenPattern.lastIndex
  }
  if (text.slice(end).trim() !== '') throw new FakeRefusal(400, code, `Was expecting a value, found \`${text.slice(end)}\``)
  return tokens
}

function valuesOf(document: FakeDocument, field: string): string[] {
  const value = document[field]
  if (value === undefined || value === null) return []
  return (Array.isArray(value) ? value : [value]).map(String).filter((one) => Buffer.byteLength(one) <= 468)
}

function numbersOf(document: FakeDocument, field: string): number[] {
  const value = document[field]
  return (Array.isArray(value) ? value : [value]).filter((one): one is number => typeof one === 'number')
}

function between(field: string, from: number, to: number): Condition {
  return (document) => numbersOf(document, field).some((one) => one >= from && one <= to)
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
