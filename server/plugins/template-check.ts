import Handlebars from 'handlebars'

export interface Known {
  helpers: ReadonlySet<string>
  partials: ReadonlySet<string>
}

/** The one place where markup is passed through: a page inside its layout. */
const MAY_BE_RAW = /^(?:layouts|emails\/layout)\//

/** Finds at start what would otherwise fail, or leak markup, in front of a reader. */
class TemplateCheck extends Handlebars.Visitor {
  readonly #template: string
  readonly #known: Known

  constructor(template: string, known: Known) {
    super()
    this.#template = template
    this.#known = known
  }

  #fail(node: hbs.AST.Node, message: string): never {
    throw new Error(`views/${this.#template}:${node.loc.start.line}: ${message}`)
  }

  #call(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement): void {
    const name = (node.path as hbs.AST.PathExpression).original
    const isCall = node.params.length > 0 || node.hash !== undefined || node.type === 'SubExpression'
    if (isCall && !this.#known.helpers.has(name)) this.#fail(node, `unknown helper "${name}"`)
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    this.#call(node)
    if (!node.escaped && !MAY_BE_RAW.test(this.#template)) this.#fail(node, 'output must be escaped')
    super.MustacheStatement(node)
  }

  override SubExpression(node: hbs.AST.SubExpression): void {
    this.#call(node)
    super.SubExpression(node)
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    this.#call(node)
    super.BlockStatement(node)
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    const name = (node.name as hbs.AST.PathExpression).original
    if (!this.#known.partials.has(name)) this.#fail(node, `unknown partial "${name}"`)
    super.PartialStatement(node)
  }

  /** Partials see only their parameters, so the block would not see the page's model. */
  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.#fail(node, 'block partials are not used here')
  }
}

/** Throws at the first unknown helper or partial, and at unescaped output outside layouts. */
export function checkTemplate(template: string, program: hbs.AST.Program, known: Known): void {
  new TemplateCheck(template, known).accept(program)
}
