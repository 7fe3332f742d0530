import t from 'tap'
import { whyNot } from '../../server/modules/matching/why-not.ts'
import { contextWith, teams, weldNeed, weldTeam } from './small-market.ts'

const ask = (teamId: string, shown = 10, context = contextWith()) => whyNot(weldNeed, teamId, teams, shown, context)

t.test('says what kept a team out', async (t) => {
  t.same(ask('t-weld'), { kind: 'shown', position: 1 })
  t.same(ask('t-farm'), { kind: 'too-little-text' })
  t.same(ask('t-own'), { kind: 'own-organisation' })
  t.same(ask('t-nobody'), { kind: 'unknown-team' })
  t.same(ask('t-weld', 10, contextWith([{ needId: 'n-weld', subjectId: 't-weld', kind: 'veto' }])), { kind: 'vetoed' })
  t.same(ask('t-weld', 10, contextWith([{ needId: 'n-weld', subjectId: 't-weld', kind: 'not-for-me' }])), { kind: 'declined' })
})

t.test('names the part that lost most against the last one shown', async (t) => {
  const answer = ask('t-path', 1)
  t.match(answer, { kind: 'outranked', position: 2, part: 'text' })
  const remote = { ...weldTeam, id: 't-remote', park: 'p-other', district: 'd-other' }
  t.match(whyNot(weldNeed, 't-remote', [weldTeam, remote], 1, contextWith()), { kind: 'outranked', part: 'region', own: 0.2, lastShown: 1 })
})
