import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestApp } from '../support/app.ts'

/** Where one of these words stands: `collection/id`, or the path of a file. Every collection raw, chunks of files too. */
export async function placesOf(app: TestApp, words: readonly string[]): Promise<string[]> {
  return [...(await inCollections(app, words)), ...(await inFolder(join(app.services.config.dataDir, 'mail'), words))].sort()
}

const holds = (text: string, words: readonly string[]): boolean => words.some((word) => text.toLowerCase().includes(word.toLowerCase()))

async function inCollections({ services }: TestApp, words: readonly string[]): Promise<string[]> {
  const { db } = services.connection
  const names = ((await db?.listCollections().toArray()) ?? []).map(({ name }) => name)
  const found = await Promise.all(names.map(async (name) => {
    const rows = (await db?.collection(name).find().toArray()) ?? []
    return rows.filter((row) => holds(textOf(row), words)).map((row) => `${name}/${String(row._id)}`)
  }))
  return found.flat()
}

/** Bytes as the text they may hold. */
const textOf = (row: object): string => JSON.stringify(row, (_, value: unknown) => {
  const bytes = (value as { type?: string; data?: number[] } | null)?.type === 'Buffer' ? Buffer.from((value as { data: number[] }).data) : undefined
  return bytes ? bytes.toString('utf8') : value
})

async function inFolder(folder: string, words: readonly string[]): Promise<string[]> {
  const files = await readdir(folder).catch(() => [])
  const read = await Promise.all(files.map(async (file) => ({ file, text: decoded(await readFile(join(folder, file), 'utf8')) })))
  return read.filter(({ text }) => holds(text, words)).map(({ file }) => `mail/${file}`)
}

/** Mail carries its parts in base64. */
function decoded(text: string): string {
  const parts = text.match(/(?:^[A-Za-z0-9+/]{20,}={0,2}\r?\n)+/gm) ?? []
  const headers = [...text.matchAll(/=\?utf-8\?B\?([^?]+)\?=/gi)].map(([, part = '']) => part)
  return [text, ...[...parts, ...headers].map((part) => Buffer.from(part, 'base64').toString('utf8'))].join('\n')
}
