import type { TSchema, Static } from 'typebox'
import { Value } from 'typebox/value'
import { OutsideTrouble } from './outside-knowledge.ts'

export interface Door {
  timeoutMs: number
  requestsPerHour: number
  key: string
  now(): number
}

/** After trouble nobody is kept waiting again for this long. */
const REST_MS = 60_000
const HOUR_MS = 3_600_000

/** `read` takes what is needed out of an answer of the right shape, or throws `OutsideTrouble` if it makes no sense. */
export type Ask = <T extends TSchema, R>(url: string, body: object, answer: T, read: (value: Static<T>) => R) => Promise<R>

/** Requests with a time limit, an hourly budget and a rest after trouble; answers are checked before anybody believes them. */
export function outsideDoor({ timeoutMs, requestsPerHour, key, now }: Door): Ask {
  let restsUntil = 0
  let sent: number[] = []

  function admit(): void {
    const at = now()
    if (at < restsUntil) throw new OutsideTrouble('resting', 'the service is left alone after trouble')
    sent = sent.filter((one) => at - one < HOUR_MS)
    if (sent.length >= requestsPerHour) throw new OutsideTrouble('budget', `${requestsPerHour} requests were sent within the hour`)
    sent.push(at)
  }

  return async (url, body, answer, read) => {
    admit()
    try {
      const value = await post(url, body, key, timeoutMs)
      if (Value.Check(answer, value)) return read(value)
      throw new OutsideTrouble('nonsense', 'the answer has another shape')
    } catch (error) {
      restsUntil = now() + REST_MS
      throw error instanceof OutsideTrouble ? error : new OutsideTrouble('unreachable', error instanceof Error ? error.message : String(error))
    }
  }
}

async function post(url: string, body: object, key: string, timeoutMs: number): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(key === '' ? {} : { authorization: `Bearer ${key}` }) }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
  const text = await response.text()
  if (!response.ok) throw new OutsideTrouble('refused', `status ${response.status}`)
  try {
    return JSON.parse(text)
  } catch {
    throw new OutsideTrouble('nonsense', 'the answer is no JSON')
  }
}
