import type { Context } from '../../http/context.ts'
import { asFields, fieldProblems } from '../../http/problem.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Services } from '../../services.ts'
import { draftNeed } from '../competition/draft.ts'
import type { NeedContent } from '../competition/need.ts'
import { checkDraft, type DraftCheck } from '../matching/draft-check.ts'

/** Beyond this the exact number changes nothing. */
const ENOUGH = 50

/**
 * The check of what somebody is writing. Teams are counted as they will be found once it is public: by what strangers
 * may read, so not by the background.
 */
export async function draftCheckFor({ matching }: Pick<Services, 'matching'>, content: NeedContent, owner: Actor, now: Date): Promise<DraftCheck> {
  const sketch = draftNeed({ id: 'sketch', number: '' }, { ...content, background: '' }, owner, now)
  const saysAnything = `${content.title}${content.summary}${content.keywords.join('')}`.trim() !== ''
  const able = sketch.ok && saysAnything ? await matching.ableTeams(sketch.value, ENOUGH) : []
  return checkDraft(content, able.length, now)
}

/** The check as pages print it; `editor` is where the fields can be changed, when they can. */
export function findingsOf({ missing, vague, ableTeams, risk, reasons }: DraftCheck, editor: string, { words }: Pick<Context, 'words'>) {
  const tone = { low: 'good', medium: 'waiting', high: 'bad' }[risk]
  return {
    missing: fieldProblems(asFields(missing), words).map(({ field, message }) => ({ href: `${editor}#f-${field.replaceAll('.', '-')}`, text: message })),
    vague: vague.map(({ index, name, because }) => ({
      href: `${editor}#f-indicators-${index}-name`, name, text: because.map((one) => words(`needs.vague.${one}`)).join(words('matching.comma')),
    })),
    ableTeams, risk: words(`needs.risk.${risk}`), tone, reasons: reasons.map((reason) => words(`needs.riskReason.${reason}`)),
  }
}
