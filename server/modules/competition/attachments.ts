import type { Actor } from '../../kernel/actor.ts'
import { type Outcome, done, refused } from '../../kernel/outcome.ts'
import { decide } from './decide.ts'
import { isIssuerOf } from './draft.ts'
import type { Attachment, Need } from './need.ts'

export type AttachmentRefusal = 'not-issuer' | 'not-draft' | 'too-many-files' | 'no-such-file'

export const MAX_ATTACHMENTS = 8

/** Files belong to the draft: what staff have reviewed does not change under bidders' eyes. */
export function attachToNeed(need: Need, file: Attachment, actor: Actor, now: Date): Outcome<Need, AttachmentRefusal> {
  const why = whyNotAttach(need, actor)
  if (why) return refused(why)
  if (need.content.attachments.length >= MAX_ATTACHMENTS) return refused('too-many-files', { content: 'refusal.too-many-files' })
  return done(withFiles(need, [...need.content.attachments, file], actor, now))
}

export function removeFromNeed(need: Need, id: string, actor: Actor, now: Date): Outcome<Need, AttachmentRefusal> {
  const why = whyNotAttach(need, actor)
  if (why) return refused(why)
  const left = need.content.attachments.filter((file) => file.id !== id)
  return left.length === need.content.attachments.length ? refused('no-such-file') : done(withFiles(need, left, actor, now))
}

function whyNotAttach(need: Need, actor: Actor): AttachmentRefusal | undefined {
  if (!isIssuerOf(need, actor)) return 'not-issuer'
  return need.status === 'draft' ? undefined : 'not-draft'
}

function withFiles(need: Need, attachments: Attachment[], actor: Actor, now: Date): Need {
  return decide(need, 'need-edited', actor, now, { content: { ...need.content, attachments }, contentVersion: need.contentVersion + 1 })
}
