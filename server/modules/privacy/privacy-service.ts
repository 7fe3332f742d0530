import type { Follower } from '../../relay/relay.ts'
import type { Services } from '../../services.ts'
import { erasePerson } from './erase-person.ts'
import { finishErasure } from './erasure-request.ts'

/** Carries a decided erasure out, to the end; may be repeated. */
export async function carryOut(services: Services, id: string): Promise<void> {
  const request = await services.erasures.find(id)
  if (request?.state !== 'decided') return
  await erasePerson(services, request.person, request.also)
  await services.erasures.decide(id, (current) => finishErasure(current, services.clock.now()))
}

/** Finishes what a crash interrupted. */
export function createErasures(services: Services): Follower {
  return {
    name: 'erasures', scope: 'shared',
    async handle({ type, subject }) {
      if (type === 'erasure-decided') await carryOut(services, subject)
    },
  }
}
