import type { FastifyRequest } from 'fastify'
import type { Context } from '../../http/context.ts'
import type { Page } from '../../http/page.ts'
import { labelOf } from '../../http/problem.ts'
import type { Words } from '../../kernel/words.ts'
import { formFields, type KeptInput } from '../../plugins/kept-input.ts'
import type { Renderer } from '../../plugins/renderer.ts'
import { wayBack } from '../../plugins/session.ts'
import type { Services } from '../../services.ts'
import { signInPage } from './session-pages.ts'

type Keeping = Pick<Services, 'keeper' | 'clock'>

/** A stranger sent a form that needs a session: they sign in first, and what they typed comes along, sealed. */
export function keepingSignInPage({ keeper, clock }: Keeping, renderer: Renderer, request: FastifyRequest): Page | undefined {
  const values = { ...request.formValues, ...(request.intent ? { intent: request.intent } : {}) }
  const kept = keeper.seal({ path: request.url, values }, clock.now())
  return kept === undefined ? undefined : signInPage({ next: wayBack(request), kept }, { words: renderer.words(request.locale) })
}

/** Signed in again: what was kept is shown and sent by one button; nothing is sent that nobody looked at. */
export function keptPage({ keeper, clock }: Keeping, sealed: string, next: string, { words }: Pick<Context, 'words'>): Page | undefined {
  const kept = sealed === '' ? undefined : keeper.open(sealed, clock.now())
  if (!kept) return undefined
  return {
    template: 'accounts/kept', title: words('accounts.kept'),
    model: { path: kept.path, fields: formFields(kept.values), typed: typedIn(kept, words), next },
  }
}

/** What a person wrote, without the parts of a form that only machines read. */
function typedIn({ values }: KeptInput, words: Words) {
  const shown = formFields(values).filter(({ name, value }) => value.trim() !== '' && name !== 'intent' && name !== 'revision')
  return shown.map(({ name, value }) => ({ label: labelFor(name, words), value }))
}

/** A field that has no name of its own in the catalogue is called what the form calls it. */
function labelFor(name: string, words: Words): string {
  const label = labelOf(name.replaceAll(/\[(\w+)\]/g, '.$1'), words)
  return label === words('field.this') ? name : capital(label)
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
