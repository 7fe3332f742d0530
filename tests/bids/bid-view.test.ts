import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { ORGANISATION_KINDS, ROLES, type Viewer } from '../../server/kernel/actor.ts'
import { type Bid, EMPTY_BID, missingInBid, submitBid, whyNotBid } from '../../server/modules/bids/bid.ts'
import { bidNext } from '../../server/modules/bids/bid-next.ts'
import { viewBid } from '../../server/modules/bids/bid-view.ts'
import { EMPTY_CONTENT } from '../../server/modules/competition/draft.ts'
import { NEED_STATUSES, type Need } from '../../server/modules/competition/need.ts'
import { ROOT } from '../../server/root.ts'
import { BID_STATUSES } from '../../server/modules/bids/bid.ts'
import { writtenBid } from './bid-steps.ts'

const AT = new Date('2026-12-01T00:00:00Z')
const DEADLINE = new Date('2026-12-20T00:00:00Z')

const bid: Bid = {
  id: 'bid', need: 'need', organisation: 'bidder', bidder: 'lead', content: writtenBid(), status: 'submitted', revision: 1, events: [],
  receipt: { hash: 'HASH', salt: 'SALT', needVersion: 1, at: AT, after: '', signature: '' },
}

function needIn(changes: Partial<Need>): Need {
  return {
    id: 'need', number: 'N', source: null, revision: 1, events: [], organisation: 'issuer', createdBy: 'x', submittedBy: null, contentVersion: 1,
    content: { ...EMPTY_CONTENT, deadline: DEADLINE }, status: 'published', entered: {}, policy: null, remarks: [], reason: '', publishAt: null,
    withdrawalRequest: null, amendment: null, history: [], opening: [], minutes: null, receiptsRoot: null, panel: [], award: null, objections: [], contract: null, signingEnds: null, due: null,
    ...changes,
  }
}

const viewer: fc.Arbitrary<Viewer> = fc.option(fc.record({
  id: fc.constantFrom('lead', 'mate', 'rival', 'reviewer', 'recused', 'officer'), organisation: fc.constantFrom('bidder', 'issuer', 'rival', 'bureau'),
  kind: fc.constantFrom(...ORGANISATION_KINDS), roles: fc.subarray([...ROLES]), verified: fc.boolean(),
}))
const need = fc.record({
  status: fc.constantFrom(...NEED_STATUSES), opened: fc.boolean(), listed: fc.boolean(),
}).map(({ status, opened, listed }) => needIn({
  status, minutes: opened ? { at: AT, by: [], receipts: listed ? ['HASH'] : [] } : null,
  panel: (['reviewer', 'recused'] as const).map((person) => ({
    person, organisation: 'far', conflict: person === 'reviewer' ? 'none' : 'declared', reason: '', submitted: false,
  })),
}))

t.test('whatever the state and whoever looks: sealed is sealed', async () => {
  fc.assert(fc.property(viewer, need, (who, state) => {
    const view = viewBid(bid, state, who, AT)
    const own = who?.organisation === 'bidder' && (who.roles.includes('researcher') || who.roles.includes('manager'))
    if (own) return view?.own === true && view.content === bid.content
    if (!state.minutes?.receipts.includes('HASH')) return view === undefined
    if (who?.id === 'recused') return view === undefined
    const insider = who?.roles.includes('officer') || who?.id === 'reviewer'
      || (who?.organisation === 'issuer' && (who.roles.includes('issuer') || who.roles.includes('manager')))
    return (view !== undefined) === Boolean(insider) && view?.receipt?.salt === undefined && view?.bidder === undefined && view?.feedback === undefined
  }), { numRuns: 2000 })
})

t.test('nobody is given a bid of another need', async (t) => {
  t.throws(() => viewBid({ ...bid, need: 'other' }, needIn({}), null, AT))
})

t.test('what lacks is named; what is whole lacks nothing', async (t) => {
  t.same(Object.keys(missingInBid(EMPTY_BID)).sort(), ['cost', 'milestones', 'noConflict', 'plan', 'route', 'team'])
  t.same(missingInBid(writtenBid()), {})
})

t.test('a hand-in counts until the deadline and not at it', async () => {
  const actor = { id: 'lead', organisation: 'bidder', kind: 'university', roles: ['researcher'], verified: true } as const
  const open = { id: 'need', organisation: 'issuer', status: 'published', deadline: DEADLINE, contentVersion: 1 }
  fc.assert(fc.property(fc.integer({ min: -50, max: 50 }), (late) => {
    const now = new Date(DEADLINE.getTime() + late)
    const outcome = submitBid({ ...bid, status: 'draft' }, open, writtenBid(), { hash: 'h', salt: 's' }, actor, now)
    return outcome.ok === (late < 0) && (whyNotBid(open, actor, now) === undefined) === (late < 0)
  }))
})

t.test('every state of a bid says what happens next', async (t) => {
  for (const status of BID_STATUSES) for (const changeable of [true, false]) for (const state of NEED_STATUSES) {
    const seen = { status: state, deadline: DEADLINE, next: { key: '', who: 'nobody' as const, by: null } }
    t.ok(bidNext({ status, changeable }, seen, (key) => key).text.startsWith('bids.next.'))
  }
})

t.test('only the rules that close and open a competition ask for sealed facts', async (t) => {
  const server = join(ROOT, 'server')
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const asking = files.filter((file) => readFileSync(join(server, file), 'utf8').includes('sealedFacts('))
  t.same(asking.sort(), ['clockwork/due-chore.ts', 'modules/bids/opening-routes.ts'])
})
