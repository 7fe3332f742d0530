import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ConfigError, readConfig } from '../../server/config.ts'

const SECRET = 'thirty-two characters are the least'
const PRODUCTION = { NODE_ENV: 'production', JWT_SECRET: SECRET, SEAL_KEY: SECRET, PUBLIC_URL: 'https://jiebang.example', HOST: '0.0.0.0' }
const folder = t.testdir({})
const file = (content: string): string => {
  const path = join(folder, `secret-${content.length}`)
  writeFileSync(path, content)
  return path
}
const refused = (env: Record<string, string>): string => {
  try {
    readConfig(env)
    return ''
  } catch (error) {
    return error instanceof ConfigError ? error.message : `a fault: ${String(error)}`
  }
}

t.test('nothing said: on this machine, for a look, with the demonstration', async (t) => {
  t.match(readConfig({}), { production: false, host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000', secure: false, demo: true, jwtSecret: '' })
  t.equal(readConfig({ DEMO: '0' }).demo, false)
  t.equal(readConfig({ HOST: '0.0.0.0' }).demo, false, 'who may be reached from outside shows no passwords')
  t.equal(readConfig({ HOST: '::1' }).publicUrl, 'http://[::1]:3000')
})

t.test('production starts with everything that it needs, and only then', async (t) => {
  t.match(readConfig(PRODUCTION), { production: true, demo: false, secure: true, mailFrom: 'jiebang@jiebang.example' })
  for (const name of ['JWT_SECRET', 'SEAL_KEY', 'PUBLIC_URL']) t.match(refused({ ...PRODUCTION, [name]: '' }), new RegExp(`production mode needs ${name}`), name)
  t.match(refused({ NODE_ENV: 'production' }), /JWT_SECRET, SEAL_KEY, PUBLIC_URL/)
  for (const name of ['JWT_SECRET', 'SEAL_KEY']) t.match(refused({ ...PRODUCTION, [name]: 'short' }), new RegExp(`${name} needs at least 32 characters`))
  t.equal(readConfig(PRODUCTION).sealKey, SECRET)
  for (const HOST of ['0.0.0.0', '127.0.0.1']) t.match(refused({ ...PRODUCTION, HOST, DEMO: '1' }), /DEMO/, HOST)
})

t.test('the demonstration prints passwords, so it stays on this machine', async (t) => {
  t.match(refused({ DEMO: '1', HOST: '0.0.0.0' }), /DEMO/)
  t.equal(refused({ DEMO: '1', HOST: '127.0.0.2' }), '')
  t.equal(refused({ DEMO: '1', HOST: 'localhost' }), '')
})

t.test('a value may lie in a file', async (t) => {
  const { JWT_SECRET: _given, ...rest } = PRODUCTION
  t.equal(readConfig({ ...rest, JWT_SECRET_FILE: file(`${SECRET}\n`) }).jwtSecret, SECRET, 'without the line break at its end')
  t.equal(readConfig({ ...PRODUCTION, JWT_SECRET_FILE: file('another that is not asked for at all') }).jwtSecret, SECRET, 'said directly, it wins')
  t.equal(readConfig({ PORT_FILE: file('8080\n') }).port, 8080)
  t.match(refused({ ...rest, JWT_SECRET_FILE: join(folder, 'nowhere') }), /JWT_SECRET_FILE: ENOENT/)
  t.match(refused({ ...rest, JWT_SECRET_FILE: file('\n') }), /production mode needs JWT_SECRET/, 'an empty file says nothing')
  t.match(refused({ ...rest, JWT_SECRET_FILE: file('short') }), /32 characters/)
})

t.test('what is wrong is said in words, not thrown as a fault', async (t) => {
  t.match(refused({ PORT: 'many' }), /PORT/)
  t.match(refused({ PORT: '70000' }), /PORT/)
  t.match(refused({ LOG_LEVEL: 'loud' }), /LOG_LEVEL/)
  for (const PUBLIC_URL of ['nonsense', 'https://', 'localhost:3000', 'jiebang.example', 'ftp://jiebang.example', 'http://a b']) {
    t.match(refused({ PUBLIC_URL }), /^PUBLIC_URL is no address/, PUBLIC_URL)
    t.match(refused({ ...PRODUCTION, PUBLIC_URL }), /^PUBLIC_URL is no address/, PUBLIC_URL)
  }
  t.equal(readConfig({ PUBLIC_URL: 'https://jiebang.example/' }).publicUrl, 'https://jiebang.example')
})

t.test('a mail server that is none stops the start, without its password in the message', async (t) => {
  for (const SMTP_URL of ['mail.example', 'https://mail.example', 'smtp://', 'smtps://me:s3cret/word@mail.example:465x', 'smtp:mail.example']) {
    t.match(refused({ SMTP_URL }), /^SMTP_URL is no address of a mail server/, SMTP_URL)
    t.notMatch(refused({ SMTP_URL }), /s3cret/)
  }
  for (const SMTP_URL of ['smtp://127.0.0.1:25', 'smtps://me:s3cret%2Fword@mail.example', 'smtp://mail.example/?requireTLS=true&maxConnections=2']) {
    t.equal(readConfig({ SMTP_URL }).smtpUrl, SMTP_URL)
  }
})
