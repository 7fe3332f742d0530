import { execFile } from 'node:child_process'
import t from 'tap'
import { readConfig } from '../../server/config.ts'
import { openServices } from '../../scripts/open-services.ts'
import { verifyPassword } from '../../server/modules/accounts/passwords.ts'
import { nodeArgs } from '../support/node-args.ts'
import { temporaryFolder } from '../support/store.ts'

t.setTimeout(300_000)
const DATA_DIR = await temporaryFolder(t)
const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', DATA_DIR, DEMO: '0', LOG_LEVEL: 'silent' }
const BUREAU = ['--bureau', '市科学技术局', '--code', '11320600MB0000001X']

/** The command as an operator runs it: exit code, and what was printed where. */
const run = (...args: string[]): Promise<{ code: number; said: string; wrong: string }> => new Promise((resolve) => {
  execFile(process.execPath, [...nodeArgs('scripts/create-administrator'), ...args], { env: environment }, (error, said, wrong) => {
    resolve({ code: error ? Number(error.code) : 0, said, wrong })
  })
})

async function administrators() {
  const { services, close } = await openServices(readConfig({ ...environment, JWT_SECRET: 'only this test' }), () => undefined)
  const found = await services.people.withRole('administrator')
  const offices = await services.organisations.count({ kind: 'bureau' })
  await close()
  return { found, offices }
}

t.test('two administrators and no third; the second run leaves the first account as it was', async (t) => {
  const usage = await run('--email', 'x')
  t.match([usage.code, usage.wrong], [1, /run it twice/])

  const first = await run(...BUREAU, '--email', 'an@bureau.example', '--name', '安')
  t.equal(first.code, 0, first.wrong)
  const password = /with the password (\S+) /.exec(first.said)?.[1] ?? ''
  const same = await run(...BUREAU, '--email', 'An@bureau.example', '--name', '别人')
  t.match([same.code, same.wrong], [1, 'this address has an account already'], 'the same address again is refused')
  t.equal(same.said, '', 'and no password is printed')
  const [kept] = (await administrators()).found
  t.match(kept, { name: '安', email: 'an@bureau.example', active: true })
  t.ok(await verifyPassword(kept?.passwordHash, password), 'the first password holds')

  t.equal((await run(...BUREAU, '--email', 'bo@bureau.example', '--name', '博')).code, 0, 'the second one, who grants what the first proposes')
  const third = await run(...BUREAU, '--email', 'cai@bureau.example', '--name', '蔡')
  t.match([third.code, third.said], [1, ''])
  t.match(third.wrong, 'there are two administrators already')
  const { found, offices } = await administrators()
  t.same(found.map(({ name }) => name).sort(), ['博', '安'])
  t.equal(offices, 1, 'one bureau')
})
