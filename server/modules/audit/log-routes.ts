import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import type { Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { provenGrowth, provenLeaf, signedHeads } from './log-reader.ts'
import type { SignedHead } from './signed-head.ts'

const CLOSED = { additionalProperties: false }
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Heads = Type.Object({
  publicKey: Type.String(),
  heads: Type.Array(Type.Object({ size: Type.Integer(), root: Type.String(), at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }), signature: Type.String() })),
})
const Proof = Type.Object({ place: Type.Integer(), size: Type.Integer(), root: Type.String(), proof: Type.Array(Type.String()) })
const SHOWN = 30
const LISTED = 400

/** What an outsider needs to check the log: its heads, the key they are signed with, and proofs. Nothing here tells what was decided. */
export function logRoutes(web: Web, services: Services): void {
  web.page({ path: '/transparency', access: 'anyone', summary: 'What an outsider can check', load: (context) => transparencyPage(services, context) })
  web.read({
    path: '/log/heads', access: 'anyone', summary: 'Signed heads of the log, newest first, and the key they are signed with', tag: 'log', response: Heads,
    load: async () => ({ publicKey: (await services.vault.signer()).publicKey, heads: await signedHeads(services, LISTED) }),
  })
  web.read({
    path: '/log/inclusion/:leaf', access: 'anyone', params: Type.Object({ leaf: hash }, CLOSED), summary: 'Proof that a leaf is in the log (RFC 9162)', tag: 'log',
    response: Proof, load: ({ params }) => provenLeaf(services, params.leaf),
  })
  web.read({
    path: '/log/consistency', access: 'anyone', query: Type.Object({ from: size, to: size }, CLOSED), tag: 'log',
    summary: 'Proof that one head continues another (RFC 9162)', response: Type.Object({ proof: Type.Array(Type.String()) }),
    async load({ query }) {
      const proof = await provenGrowth(services, query.from, query.to)
      return proof && { proof }
    },
  })
}

async function transparencyPage(services: Services, { words }: Pick<Context, 'words'>): Promise<Page> {
  const [{ publicKey }, heads] = await Promise.all([services.vault.signer(), signedHeads(services, SHOWN)])
  return { template: 'home/transparency', title: words('home.transparency.title'), model: { publicKey, heads: heads.map(rowOf) } }
}

const rowOf = ({ size: leaves, root, at, signature }: SignedHead) => ({ at, leaves, root, signature })
