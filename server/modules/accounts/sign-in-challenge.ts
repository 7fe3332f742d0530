import { createSecretBox } from '../../secret-box.ts'
import type { Person } from './person.ts'

const MINUTES = 5

/** Between password and code the page carries who proved the password, sealed; a new password makes it worthless. */
export interface SignInChallenges {
  issue(person: Pick<Person, 'id' | 'sessionEpoch'>, now: Date): string
  /** Id and epoch of whoever proved their password within the last minutes. */
  read(challenge: string, now: Date): { person: string; epoch: number } | undefined
}

interface Content { person: string; epoch: number; until: number }

export function createSignInChallenges(secret: string): SignInChallenges {
  const box = createSecretBox(secret, 'sign-in challenge')
  return {
    issue: ({ id, sessionEpoch }, now) =>
      box.seal(JSON.stringify({ person: id, epoch: sessionEpoch, until: now.getTime() + MINUTES * 60_000 } satisfies Content)),
    read(challenge, now) {
      const opened = box.open(challenge)
      if (!opened) return undefined
      const { person, epoch, until } = JSON.parse(opened.toString()) as Content
      return now.getTime() < until ? { person, epoch } : undefined
    },
  }
}
