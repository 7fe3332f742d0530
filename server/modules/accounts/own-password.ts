import type { Context } from '../../http/context.ts'
import { done, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Services } from '../../services.ts'
import type { Person } from './person.ts'
import { sayWhen } from './session-routes.ts'

export type OwnPasswordRefusal = 'wrong-password' | 'too-many-requests'
export const OWN_PASSWORD: Record<OwnPasswordRefusal, number> = { 'wrong-password': 403, 'too-many-requests': 429 }

/** Whoever finds an open browser does not know the password that is asked for here, and can't try many. */
export async function confirmOwnPassword(
  services: Services, password: string, context: Pick<Context, 'actor' | 'now' | 'reply'>,
): Promise<Outcome<Person, OwnPasswordRefusal> | undefined> {
  const me = await services.people.find(context.actor.id)
  if (!me) return undefined
  const against = [{ kind: 'pair' as const, whom: `own password ${me.id}` }]
  const blocked = await services.attempts.take(against, context.now)
  if (blocked) {
    sayWhen(blocked, context)
    return refused('too-many-requests')
  }
  if (!(await services.checkPassword(me.passwordHash, password))) return refused('wrong-password', { currentPassword: 'error.passwordWrong' })
  await services.attempts.forgive(against)
  return done(me)
}
