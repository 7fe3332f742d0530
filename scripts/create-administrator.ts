import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { readConfig } from '../server/config.ts'
import { CLOCK } from '../server/kernel/actor.ts'
import { systemClock } from '../server/kernel/clock.ts'
import { record } from '../server/kernel/events.ts'
import { newId } from '../server/kernel/ids.ts'
import type { Organisation } from '../server/modules/accounts/organisation.ts'
import { hashPassword } from '../server/modules/accounts/passwords.ts'
import type { Person } from '../server/modules/accounts/person.ts'
import type { Services } from '../server/services.ts'
import { openServices } from './open-services.ts'

/** Two can grant roles to others; whoever needs a third asks them. */
const ENOUGH = 2

const usage = `Creates an administrator, and the bureau where there is none with this credit code, on an installation that has fewer
than two. Roles of the staff are proposed by one administrator and granted by another, so run it twice; they invite the rest.

  npm run -s create-administrator -- --bureau NAME --code CREDIT-CODE --email ADDRESS --name NAME`

interface Answers { bureau: string; code: string; email: string; name: string }

async function main(): Promise<number> {
  const answers = answersFrom(process.argv.slice(2))
  if (!answers) return fail(usage)
  const { services, close } = await openServices(readConfig(process.env), (line) => console.error(line))
  try {
    if ((await services.people.withRole('administrator')).length >= ENOUGH) return fail('there are two administrators already: they can invite others')
    return await create(services, answers)
  } finally {
    await close()
  }
}

function answersFrom(args: string[]): Answers | undefined {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({ args, options: { bureau: text, code: text, email: text, name: text } })
    const { bureau, code, email, name } = values
    return bureau && code && email?.includes('@') && name ? { bureau, code, email, name } : undefined
  } catch {
    // An option nobody knows: the usage says which there are.
    return undefined
  }
}

async function create({ organisations, people }: Services, { bureau, code, email, name }: Answers): Promise<number> {
  const now = systemClock.now()
  const decision = { by: CLOCK.id, at: now }
  const known = await organisations.withCreditCode(code.toUpperCase())
  if (known && known.kind !== 'bureau') return fail('the organisation with this credit code is no bureau')
  const office: Organisation = known ?? {
    id: newId(), revision: 0, events: [], name: bureau, kind: 'bureau', creditCode: code.toUpperCase(), district: '', park: null, about: '',
    verification: 'verified', verificationReason: '', source: null,
  }
  if (!known && (await organisations.insert(record(office, {}, { ...decision, type: 'organisation-founded' }))) !== 'saved') {
    return fail('an organisation with this credit code exists already')
  }
  const password = randomBytes(12).toString('base64url')
  const person: Person = {
    id: newId(), revision: 0, events: [], email: email.toLowerCase(), name, passwordHash: await hashPassword(password), organisation: office.id,
    membership: 'member', roles: ['administrator'], preferences: { locale: 'zh-CN', digest: 'off' }, demo: false, active: true,
    sessionEpoch: 0, reset: null,
  }
  if ((await people.insert(record(person, {}, { ...decision, type: 'member-accepted' }))) !== 'saved') return fail('this address has an account already')
  console.log(`Sign in as ${person.email} with the password ${password} and change it at /my/account.`)
  return 0
}

function fail(message: string): number {
  console.error(message)
  return 1
}

process.exitCode = await main()
