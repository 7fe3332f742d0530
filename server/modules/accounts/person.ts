import type { Role } from '../../kernel/actor.ts'
import type { Aggregate } from '../../kernel/events.ts'

export interface Preferences {
  locale: 'zh-CN' | 'en'
  digest: 'daily' | 'weekly' | 'off'
}

export interface Person extends Aggregate {
  /** Lower-case address; unique. */
  email: string
  name: string
  /** argon2id in PHC format; empty while the person has not chosen a password. */
  passwordHash: string
  organisation: string
  roles: Role[]
  preferences: Preferences
  /** Demonstration people are fictional and sign in only on loopback. */
  demo: boolean
  active: boolean
}
