import fc from 'fast-check'
import t from 'tap'
import { actorOf, PEOPLE, personOf } from '../../seed/demo/people.ts'
import { ORGANISATIONS } from '../../seed/demo/organisations.ts'
import { type OrganisationKind, ROLES } from '../../server/kernel/actor.ts'
import { acceptMember, changeRoles, declineMember, setActive } from '../../server/modules/accounts/membership.ts'
import { commonPasswords } from '../../server/modules/accounts/common-passwords.ts'
import { passwordWeakness } from '../../server/modules/accounts/password-rules.ts'
import { verifyPassword, hashPassword } from '../../server/modules/accounts/passwords.ts'
import { type Person, whyBarred } from '../../server/modules/accounts/person.ts'
import { ROLES_OF } from '../../server/modules/accounts/roles.ts'

const NOW = new Date('2026-11-23T01:00:00Z')
const kindOf = (organisation: string): OrganisationKind => ORGANISATIONS.find(({ id }) => id === organisation)?.kind ?? 'enterprise'
const anybody = fc.constantFrom(...PEOPLE.map(({ id }) => id))
const roles = fc.uniqueArray(fc.constantFrom(...ROLES))
const decision = fc.oneof(
  fc.record({ what: fc.constantFrom('accept' as const, 'roles' as const), by: anybody, roles }),
  fc.record({ what: fc.constantFrom('decline' as const, 'off' as const, 'on' as const), by: anybody, roles: fc.constant([]) }),
)
type Asked = typeof decision extends fc.Arbitrary<infer D> ? D : never

function decide(person: Person, asked: Asked): Person {
  const actor = actorOf(asked.by)
  const kind = kindOf(person.organisation)
  const outcome = {
    accept: () => acceptMember(person, asked.roles, kind, actor, NOW), roles: () => changeRoles(person, asked.roles, kind, actor, NOW),
    decline: () => declineMember(person, actor, NOW), off: () => setActive(person, false, actor, NOW), on: () => setActive(person, true, actor, NOW),
  }[asked.what]()
  return outcome.ok ? outcome.value : person
}

t.test('no sequence of decisions by anybody gives a person what their organisation cannot grant', async () => {
  const start = fc.record({ id: anybody, membership: fc.constantFrom('member' as const, 'requested' as const) })
  fc.assert(fc.property(start, fc.array(decision, { maxLength: 30 }), ({ id, membership }, decisions) => {
    const seed = personOf(id)
    const first: Person = { ...seed, membership, roles: membership === 'member' ? seed.roles : [], passwordHash: '', revision: 0, events: [] }
    const last = decisions.reduce(decide, first)
    const allowed = [...ROLES_OF[kindOf(first.organisation)], ...first.roles]
    const apart = last.roles.filter((role) => ['officer', 'administrator', 'auditor'].includes(role))
    const byThemselves = last.events.some(({ by }) => by === id)
    const byOthers = last.events.every(({ by }) => actorOf(by).roles.includes('administrator') || (actorOf(by).organisation === first.organisation && actorOf(by).roles.includes('manager')))
    return last.roles.every((role) => allowed.includes(role)) && apart.length <= 1 && !byThemselves && byOthers && last.revision === last.events.length
  }), { numRuns: 3000 })
})

t.test('only members who are active come in', async () => {
  fc.assert(fc.property(fc.boolean(), fc.boolean(), fc.boolean(), fc.constantFrom('member' as const, 'requested' as const, 'refused' as const), (active, demo, demoMode, membership) => {
    const person: Person = { ...personOf('person-lin-yue'), passwordHash: '', revision: 0, events: [], active, demo, membership }
    return (whyBarred(person, demoMode) === undefined) === (active && membership === 'member' && (demoMode || !demo))
  }))
})

t.test('length makes a password, its owner’s name breaks it', async (t) => {
  for (const good of ['seven herons at dusk', '长江入海口的第七只鹭', 'xK4!pq9-zR', ' blanks count too ']) t.equal(await passwordWeakness(good, 'lin.yue@x.example'), undefined, good)
  t.equal(await passwordWeakness('七只鹭', 'a@x.example'), 'error.passwordShort')
  t.equal(await passwordWeakness('１２３４５６７８９０', 'a@x.example'), 'error.passwordCommon', 'full-width digits are digits')
  t.equal(await passwordWeakness('my-LIN.YUE-2026', 'lin.yue@x.example'), 'error.passwordOwnName')
  t.equal(await passwordWeakness('li is a short name', 'li@x.example'), undefined)
})

t.test('what leaks know is refused, also with the usual digits around it', async (t) => {
  t.ok((await commonPasswords()).size > 40_000)
  const guessed = ['basketball', 'manchester', 'Terminator', 'password2026', 'Dragon!2024', '123butterfly', 'monkeymonkey', 'Jiebang@2026', 'qwertyuiop', '1qaz2wsx3edc', 'woaini1314', 'sunshine#1']
  for (const one of guessed) t.equal(await passwordWeakness(one, 'a@x.example'), 'error.passwordCommon', one)
  // Words are no fault where there are several, or where what was added is as long as a password itself.
  for (const one of ['monkeys eat bananas', 'dragon-harbour-tide', 'sunshine48213377', 'tqz7-kfw2-mmxe']) t.equal(await passwordWeakness(one, 'a@x.example'), undefined, one)
})

t.test('passwords are kept as argon2id with 19 MiB and two passes, and compared whatever keyboard typed them', async (t) => {
  const stored = await hashPassword('Ångström über alles')
  t.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.not(stored, await hashPassword('Ångström über alles'), 'salted')
  t.equal(await verifyPassword(stored, 'Ångström über alles'.normalize('NFD')), true)
  t.equal(await verifyPassword(stored, 'ångström über alles'), false)
  for (const none of [undefined, '']) t.equal(await verifyPassword(none, ''), false)
})

t.test('an unknown address costs as much time as a known one', async (t) => {
  const stored = await hashPassword('seven herons at dusk')
  const timed = async (hash: string | undefined): Promise<number> => {
    const start = performance.now()
    await verifyPassword(hash, 'a wrong password')
    return performance.now() - start
  }
  // Taken in turns, so that whatever else the machine does slows down both.
  const samples: [known: number, unknown: number][] = []
  for (let i = 0; i < 15; i += 1) samples.push([await timed(stored), await timed(undefined)])
  const [known, unknown] = [Math.min(...samples.map(([first]) => first)), Math.min(...samples.map(([, second]) => second))]
  t.ok(unknown > known / 3 && unknown < known * 3, `known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms`)
})
