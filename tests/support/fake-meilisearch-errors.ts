export interface ErrorBody {
  message: string
  code: string
  type: string
  link: string
}

/** An answer that refuses, in the server's shape. */
export class FakeRefusal extends Error {
  readonly status: number
  readonly body: ErrorBody

  constructor(status: number, code: string, message: string, type = 'invalid_request') {
    super(message)
    this.status = status
    this.body = { message, code, type, link: `https://docs.meilisearch.com/errors#${code}` }
  }
}

export function missingIndex(uid: string): FakeRefusal {
  return new FakeRefusal(404, 'index_not_found', `Index \`${uid}\` not found.`)
}
