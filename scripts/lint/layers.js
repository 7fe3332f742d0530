import { dirname, relative, resolve, sep } from 'node:path'

/**
 * Which way imports point (CONTRIBUTING.md): kernel ← domain ← store and pages ← routes ← services ← app. A file's layer
 * follows from its folder and the end of its name, so that a newcomer sees it without opening the file.
 */
const ROOT = resolve(import.meta.dirname, '../..')

const DOMAIN_FOLDERS = ['server/modules/competition', 'server/modules/matching']
const OUTER = /-(store|routes|pages|page|schemas|form|follower|service|worker|reader|chore)\.ts$/
const DRIVERS = ['mongoose', 'mongodb', 'fastify', 'meilisearch', 'nodemailer', 'handlebars']

const place = (file) => relative(ROOT, file).split(sep).join('/')

function isDomain(file) {
  if (OUTER.test(file)) return false
  return DOMAIN_FOLDERS.some((folder) => file.startsWith(`${folder}/`)) || PURE.includes(file)
}

/** Domain files in folders that also hold routes and stores. */
const PURE = [
  'server/modules/bids/bid.ts', 'server/modules/sealing/release.ts', 'server/modules/bids/bid-files.ts', 'server/modules/accounts/organisation.ts',
  'server/modules/accounts/person.ts', 'server/modules/accounts/preferences.ts',
  'server/modules/library/achievement.ts', 'server/modules/library/team.ts', 'server/modules/parks/park.ts',
  'server/modules/policies/policy.ts', 'server/modules/policies/policy-proposal.ts', 'server/modules/accounts/second-factor.ts',
  'server/modules/accounts/attempts.ts', 'server/modules/policies/working-days.ts', 'server/modules/digests/digest.ts', 'server/modules/evaluation/ranking.ts',
  'server/modules/evaluation/scoresheet.ts', 'server/modules/queue/queue.ts',
  'server/modules/questions/question.ts', 'server/modules/invitations/expert-invitation.ts', 'server/modules/digests/reminder.ts',
  'server/modules/digests/escalation.ts',
]

/** Each rule: whom it binds, what it may not import, and what to do instead. */
const RULES = [
  {
    from: (file) => file.startsWith('server/kernel/'),
    not: (to) => !to.startsWith('server/kernel/') && !to.startsWith('node:'),
    why: 'the kernel imports nothing but the kernel and node',
  },
  {
    from: (file) => file.startsWith('server/embedded-mongo/'),
    not: (to) => to.startsWith('server/') && !to.startsWith('server/embedded-mongo/'),
    why: 'the stand-in imports nothing of the product',
  },
  {
    from: isDomain,
    not: (to) => !to.startsWith('server/kernel/') && !isDomain(to),
    why: 'a domain file imports only the kernel and domain files: no package, no clock, no process',
  },
  {
    from: (file) => file.startsWith('server/modules/') && !/-store\.ts$/.test(file),
    not: (to) => DRIVERS.slice(0, 2).includes(to),
    typesAllowed: true,
    why: 'the database is reached through a store',
  },
  {
    from: (file) => file.startsWith('server/') && !/^server\/(main|demo\/.*|region)\.ts$|^server\/demo\//.test(file),
    not: (to) => to.startsWith('seed/') || to.startsWith('tests/') || to.startsWith('scripts/'),
    why: 'the server knows no seed, no tests and no scripts',
  },
  {
    from: (file) => file.startsWith('server/modules/'),
    not: (to) => to === 'server/app.ts' || to === 'server/main.ts',
    why: 'imports point inward: the composition root is imported by nobody',
  },
]

export const layers = {
  meta: { type: 'problem', schema: [], messages: { wrong: '{{file}} may not import {{to}}: {{why}}' } },
  create(context) {
    const file = place(context.filename)
    const bound = RULES.filter((rule) => rule.from(file))
    return {
      ImportDeclaration(node) {
        const name = node.source.value
        const to = name.startsWith('.') ? place(resolve(dirname(context.filename), name)) : name
        for (const { not, why, typesAllowed } of bound) {
          if (not(to) && !(typesAllowed && node.importKind === 'type')) {
            context.report({ node, messageId: 'wrong', data: { file, to, why } })
          }
        }
      },
    }
  },
}
