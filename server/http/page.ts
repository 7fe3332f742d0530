/** What a presenter hands to the renderer: a template, its model, and what a refused form looked like. */
export interface Page {
  /** Path below `views/`, without extension: `needs/list`. */
  template: string
  /** Plain text for <title> and the main heading, already in the reader's language. */
  title: string
  model: Record<string, unknown>
  /** HTTP status; 200 when absent. */
  status?: number
  form?: FormState
}

/** A form as it was last seen: what was typed and what was wrong with it. */
export interface FormState {
  /** Nested values as typed: `{ indicators: [{ name: '…' }] }`. */
  values: Record<string, unknown>
  /** Dotted path of the field → sentence in the reader's language: `indicators.0.name`. */
  errors: Record<string, string>
  /** A sentence about the whole form, such as the refusal of a rule. */
  problem?: string
}

/** What surrounds every page: who reads it, in which language, what can be reached from here. */
export interface Frame {
  locale: Locale
  /** Path and query of this page, for the language switch and sign-in's way back. */
  url: string
  viewer?: { name: string; organisation: string; roles: string[] }
  navigation: { href: string; label: string; current: boolean; count?: number }[]
  csrfToken: string
  flash?: { kind: 'success' | 'warning' | 'error'; text: string }
  demo: boolean
}

export type Locale = 'zh-CN' | 'en'
export const LOCALES: readonly Locale[] = ['zh-CN', 'en']
