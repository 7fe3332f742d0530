import t from 'tap'
import { killRounds } from './kill-rounds.ts'

/** A few of the places where it hurts; `npm run campaign -- mail-kills` goes through all of them. */
const POINTS = [
  { point: 'smtp.send accepted', nth: 3 },
  { point: 'journal.append after', nth: 1 },
  { point: 'outboxStore.claimDue after', nth: 1 },
]

t.test('killed in the middle of its work, it loses no mail and doubles at most one', { timeout: 180_000 }, async (t) => {
  const { kills, faults, mostDuplicates, mails } = await killRounds({ points: POINTS, moments: [] })
  t.equal(kills, POINTS.length)
  t.same(faults, [])
  t.ok(mostDuplicates <= 1, `${mostDuplicates}`)
  t.ok(mails > 10, `${mails} mails`)
})
