import type { Services } from '../../services.ts'
import type { Person } from '../accounts/person.ts'
import { isGrantedByTwo } from '../accounts/roles.ts'
import type { Need, NeedStatus } from '../competition/need.ts'
import { isOpen } from '../competition/objection.ts'
import { isActive } from '../competition/panel.ts'
import type { Obligation } from './erasure-request.ts'

/** Signed contracts are being carried out: that is no end for those who signed. */
const OVER: readonly NeedStatus[] = ['rejected', 'withdrawn', 'failed']

type Parts = Pick<Services, 'people' | 'needs' | 'bids'>

/** What somebody still owes to others: as long as it runs, who they are is part of it. Each with the way out of it in `views/privacy`. */
export async function obligationsOf(parts: Parts, person: Person): Promise<Obligation[]> {
  const under = await needsUnderWay(parts, person)
  const found: Obligation[] = [
    { kind: 'need-under-way', needs: numbersOf(under.filter((need) => need.createdBy === person.id && need.status !== 'draft')) },
    { kind: 'panel-seat', needs: numbersOf(under.filter((need) => need.status === 'evaluating' && need.panel.some((seat) => seat.person === person.id && isActive(seat)))) },
    { kind: 'objection-open', needs: numbersOf(under.filter((need) => need.objections.some((one) => one.person === person.id && isOpen(one)))) },
    { kind: 'bid-under-way', needs: numbersOf(await needsBidOn(parts, person)) },
  ]
  const running = found.filter(({ needs }) => needs.length > 0)
  if (person.roles.some(isGrantedByTwo)) running.unshift({ kind: 'staff-role', needs: [] })
  return (await isLastManager(parts, person)) ? [...running, { kind: 'last-manager', needs: [] }] : running
}

async function needsUnderWay({ needs }: Parts, { id, organisation }: Person): Promise<Need[]> {
  const [own, reviewed, objectable] = await Promise.all([needs.ofOrganisation(organisation), needs.reviewedBy(id), needs.inStatus(['publicised'])])
  const all = new Map([...own, ...reviewed, ...objectable].map((need) => [need.id, need]))
  return [...all.values()].filter((need) => !OVER.includes(need.status))
}

/** A bid that was handed in, on a need that is not over; a lost one stays until the need is over: an objection may revive it. */
async function needsBidOn({ needs, bids }: Parts, { id, organisation }: Person): Promise<Need[]> {
  const own = (await bids.ofOrganisation(organisation)).filter((bid) => bid.bidder === id && bid.status !== 'draft' && bid.status !== 'withdrawn')
  return (await needs.findMany(own.map((bid) => bid.need))).filter((need) => !OVER.includes(need.status))
}

async function isLastManager({ people }: Parts, { id, organisation, roles }: Person): Promise<boolean> {
  if (!roles.includes('manager')) return false
  const members = (await people.ofOrganisation(organisation)).filter((one) => one.active && one.id !== id)
  return members.length > 0 && members.every((one) => !one.roles.includes('manager'))
}

const numbersOf = (needs: readonly Need[]): string[] => needs.map(({ number }) => number)
