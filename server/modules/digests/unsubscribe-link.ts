import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The address in every digest by which its reader stops it, without signing in. It never expires: mail is read late.
 * It can do nothing but change which mail that person gets, how often and in which language.
 */
export function unsubscribeToken(person: string, secret: string): string {
  return `${Buffer.from(person).toString('base64url')}.${signatureOf(person, secret)}`
}

/** The addresses in mail that work without signing in. */
export function mailLinks({ publicUrl, jwtSecret }: { publicUrl: string; jwtSecret: string }) {
  return {
    unsubscribeUrl: (person: string): string => `${publicUrl}/unsubscribe/${unsubscribeToken(person, jwtSecret)}`,
    preferencesUrl: (person: string): string => `${publicUrl}/preferences/${unsubscribeToken(person, jwtSecret)}`,
  }
}

/** Person id; undefined for a token we did not make. */
export function personOfToken(token: string, secret: string): string | undefined {
  const [encoded = '', signature = ''] = token.split('.')
  const person = Buffer.from(encoded, 'base64url').toString()
  const [given, expected] = [Buffer.from(signature), Buffer.from(signatureOf(person, secret))]
  return given.length === expected.length && timingSafeEqual(given, expected) ? person : undefined
}

/** The purpose is part of what is signed, so that no other signature made with the secret will do. */
function signatureOf(person: string, secret: string): string {
  return createHmac('sha256', secret).update(`unsubscribe\0${person}`).digest('base64url')
}
