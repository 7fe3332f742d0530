/** `npm run bench -- NAME`: measures, never asserts. Figures are ratios within one run, since machines differ. */
const names = ['pages', 'matching', 'matching-quality', 'embedded-mongo', 'invitations', 'digest'] as const
const name = process.argv[2]

if (!names.includes(name as (typeof names)[number])) {
  console.error(`usage: npm run bench -- ${names.join(' | ')}`)
  process.exit(2)
}
const { run } = (await import(`./bench/${name}.ts`)) as { run(): Promise<void> }
await run()
process.exit(0)
