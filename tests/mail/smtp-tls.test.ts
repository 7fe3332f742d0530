import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { CAST } from '../../seed/demo/people.ts'
import { ConfigError } from '../../server/config.ts'
import { readMailSettings } from '../../server/mail/mail-settings.ts'
import { temporaryFolder } from '../support/store.ts'
import { letter, openPostOffice, deliveryTo } from './post-office.ts'
import { startCatcher } from './smtp-catcher.ts'

/** The server brings a certificate for `localhost` that nobody has signed. */
const TRUSTING = '?tls.rejectUnauthorized=false'

const portOf = (url: string): string => new URL(url).port

t.test('TLS from the first byte, and TLS agreed on', async (t) => {
  const post = await openPostOffice(t)
  const cases = [
    { name: 'smtps', options: { secure: true }, address: (port: string) => `smtps://127.0.0.1:${port}/${TRUSTING}` },
    { name: 'STARTTLS', options: { disabledCommands: [] }, address: (port: string) => `smtp://127.0.0.1:${port}/${TRUSTING}&requireTLS=true` },
  ]
  for (const { name, options, address } of cases) {
    const catcher = await startCatcher(t, { options })
    await post.outbox.queue(letter(name, CAST.researcher))
    await post.run({ delivery: deliveryTo(t, address(portOf(catcher.url))) })
    t.equal(catcher.mails[0]?.subject, `信 ${name}`)
    t.ok(catcher.secure.every(Boolean), 'no message in the open')
  }

  t.test('a certificate that cannot be trusted, or no TLS where it is required: the mail waits', async (t) => {
    const selfSigned = await startCatcher(t, { options: { secure: true } })
    const without = await startCatcher(t)
    for (const [id, url] of [['a', `smtps://127.0.0.1:${portOf(selfSigned.url)}`], ['b', `${without.url}/?requireTLS=true`]] as const) {
      await post.outbox.queue(letter(id, CAST.researcher))
      await post.run({ delivery: deliveryTo(t, url) })
      t.match(await post.stateOf(id), { state: 'waiting', attempts: 1 })
      post.clock.advance(-1)
    }
    t.equal(selfSigned.mails.length + without.mails.length, 0)
  })
})

t.test('signed in the name of a domain where mail.json says so', async (t) => {
  const folder = await temporaryFolder(t)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } })
  writeFileSync(join(folder, 'dkim.pem'), privateKey)
  writeFileSync(join(folder, 'mail.json'), JSON.stringify({ dkim: { domainName: 'jiebang.example', keySelector: '2026', privateKeyFile: 'dkim.pem' }, perMinute: { 'qq.com': 60 } }))
  const settings = readMailSettings(folder)
  t.same(settings.perMinute, { 'qq.com': 60 })
  const post = await openPostOffice(t)
  await post.outbox.queue(letter('a', CAST.researcher))
  await post.run({ delivery: deliveryTo(t, post.catcher.url, { dkim: settings.dkim }) })
  t.match(post.catcher.mails[0]?.headers.get('dkim-signature'), /d=jiebang\.example;.*s=2026;/s)
})

t.test('what mail.json says wrong stops the start in words', async (t) => {
  const folder = await temporaryFolder(t)
  t.same(readMailSettings(folder), { perMinute: {} }, 'it may be missing')
  const cases = ['{', '{"dkim": {}}', '{"perMinute": {"qq.com": 0}}', '{"colour": "red"}', '{"dkim": {"domainName": "a.cn", "keySelector": "s", "privateKeyFile": "none.pem"}}']
  for (const written of cases) {
    writeFileSync(join(folder, 'mail.json'), written)
    t.ok(problemIn(folder) instanceof ConfigError, written)
  }
})

function problemIn(folder: string): unknown {
  try {
    return readMailSettings(folder)
  } catch (error) {
    return error
  }
}
