import type { LightMyRequestResponse } from 'fastify'
import type { TestApp } from '../support/app.ts'
import type { Client } from '../support/client.ts'

export interface Brought { kind: 'needs' | 'achievements'; fileName: string; bytes: Buffer; organisation?: string }

export const bring = (client: Client, { bytes, ...rest }: Brought): Promise<LightMyRequestResponse> =>
  client.api('POST', '/imports', { ...rest, content: bytes.toString('base64') })

/** Brings a file, confirms it and waits until it is in; answers the finished import. */
export async function imported(app: TestApp, client: Client, file: Brought) {
  const checked = await bring(client, file)
  if (checked.statusCode !== 201) throw new Error(checked.body)
  const { id } = checked.json() as { id: string }
  const confirmed = await client.api('POST', `/imports/${id}/confirmation`, {})
  if (confirmed.statusCode !== 200) throw new Error(confirmed.body)
  await app.settle()
  return (await client.api('GET', `/imports/${id}`)).json() as { status: string; written: Record<string, number>; problem: string; position: number }
}

export const csv = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'))
export const tally = (created: number, updated: number, unchanged: number, kept: number) => ({ created, updated, unchanged, kept })
