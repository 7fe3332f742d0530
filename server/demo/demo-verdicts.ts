import { TEAMS } from '../../seed/demo/teams.ts'
import { actorOf, CAST } from '../../seed/demo/people.ts'
import { VERDICTS, type DemoVerdict } from '../../seed/demo/verdicts.ts'
import { declineMatch, judgeMatch, verdictId, type VerdictRecord } from '../modules/matching/verdict-store.ts'
import { demoDay, must } from './demo-rules.ts'
import type { Scene } from './demo-scene.ts'

/** Matches are looked at two days after publication. */
const JUDGED_AFTER = 2

export function demoVerdicts(scenes: readonly Scene[]): VerdictRecord[] {
  return VERDICTS.flatMap((verdict) => {
    const scene = scenes.find(({ need }) => need.id === verdict.need)
    return scene ? [verdictOf(verdict, demoDay(scene.at.published, JUDGED_AFTER))] : []
  })
}

function verdictOf({ need, team: subject, kind, reason }: DemoVerdict, at: Date): VerdictRecord {
  const side = kind === 'not-for-me' ? 'team' : 'staff'
  const blank: VerdictRecord = { id: verdictId(need, subject, side), need, subject, side, kind: null, reason: '', by: '', revision: 0, events: [] }
  const team = TEAMS.find((one) => one.id === subject)
  const saying = { kind, reason }
  if (side === 'staff') return must(blank.id, judgeMatch(blank, saying, actorOf(CAST.officer), at))
  return must(blank.id, declineMatch(blank, team ?? { members: [] }, saying, actorOf(team?.lead ?? ''), at))
}
