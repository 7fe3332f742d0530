import { deflateRawSync } from 'node:zlib'
import t from 'tap'
import { completeNeed } from '../needs/need-content.ts'
import { startApp } from '../support/app.ts'

t.setTimeout(120_000)
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const text = (value: string): Buffer => Buffer.from(value)
const HTML = '<html><script>alert(document.domain)</script></html>'

/** A zip of entries; `claimed` is the size it says each has. */
function zipOf(entries: { name: string; content: Buffer; claimed?: number }[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claimed = content.length } of entries) {
    const [packed, named] = [deflateRawSync(content), text(name)]
    const [local, entry] = [Buffer.alloc(30), Buffer.alloc(46)]
    local.writeUInt32LE(0x04034b50, 0); local.writeUInt16LE(8, 8); local.writeUInt32LE(packed.length, 18); local.writeUInt32LE(claimed, 22); local.writeUInt16LE(named.length, 26)
    entry.writeUInt32LE(0x02014b50, 0); entry.writeUInt16LE(8, 10); entry.writeUInt32LE(packed.length, 20); entry.writeUInt32LE(claimed, 24); entry.writeUInt16LE(named.length, 28); entry.writeUInt32LE(offset, 42)
    locals.push(local, named, packed)
    directory.push(entry, named)
    offset += 30 + named.length + packed.length
  }
  const end = Buffer.alloc(22)
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(entries.length, 10); end.writeUInt32LE(size, 12); end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...directory, end])
}

const SPACES = Buffer.alloc(64 * 1024 * 1024, 0x20)
const BOMB = zipOf([{ name: '[Content_Types].xml', content: SPACES, claimed: 10 }, { name: 'xl/workbook.xml', content: SPACES, claimed: 10 }])

/** What nobody may store as a document, by whatever name. */
const REFUSED: Record<string, { name: string; bytes: Buffer }> = {
  page: { name: 'a.pdf', bytes: text(HTML) }, picture: { name: 'a.png', bytes: text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
  script: { name: 'a.jpg.js', bytes: text('alert(1)') }, program: { name: 'a.exe', bytes: text('MZ\x90\0') }, shell: { name: 'a.png', bytes: text('#!/bin/sh\n') },
  'picture that is a page': { name: 'a.gif', bytes: text(`GIF89a/*${HTML}*/`) }, archive: { name: 'a.docx', bytes: zipOf([{ name: '../../etc/passwd', content: text('x') }]) },
  'page with a mark': { name: 'a.pdf', bytes: text(`\uFEFF${HTML}`) }, macro: { name: 'a.docm', bytes: Buffer.from('d0cf11e0a1b11ae1', 'hex') }, nothing: { name: 'a.pdf', bytes: Buffer.alloc(0) },
}

/** What is a document by its first bytes and something else besides: kept, and never shown in our origin. */
const KEPT: Record<string, { name: string; bytes: Buffer; type: string }> = {
  'pdf that is a page': { name: 'report.html', bytes: text(`%PDF-1.4\n${HTML}\n%%EOF`), type: 'application/pdf' },
  'png with a page behind it': { name: 'x.svg', bytes: Buffer.concat([PNG, text(HTML)]), type: 'image/png' },
  'name with a path': { name: '../../../etc/passwd.png', bytes: PNG, type: 'image/png' },
  'name with a header': { name: 'a"\r\nContent-Type: text/html\r\n.png', bytes: PNG, type: 'image/png' },
  'name that turns around': { name: 'gnp.\u202Eexe.png', bytes: PNG, type: 'image/png' }, 'name of a device': { name: 'CON\0.png', bytes: PNG, type: 'image/png' },
}

t.test('files that pretend', async (t) => {
  const app = await startApp(t)
  const owner = await app.as('owner')
  const { id } = (await owner.api('POST', '/needs', completeNeed())).json() as { id: string }
  const files = `/needs/${id}/attachments`
  for (const [what, { name, bytes }] of Object.entries(REFUSED)) {
    const response = await owner.api('POST', files, { name, content: bytes.toString('base64') })
    t.equal(response.statusCode, 422, `${what}: ${response.body}`)
  }
  for (const [what, { name, bytes, type }] of Object.entries(KEPT)) {
    const response = await owner.api('POST', files, { name, content: bytes.toString('base64') })
    t.equal(response.statusCode, 200, `${what}: ${response.body}`)
    const file = (response.json() as { detail: { attachments: { id: string; name: string; type: string }[] } }).detail.attachments.at(-1)
    t.equal(file?.type, type, what)
    t.notMatch(file?.name ?? '', /[\\/"\r\n\0\u202E]/, what)
    const got = await owner.get(`${files}/${file?.id}`)
    t.match(got.headers, { 'content-type': type, 'x-content-type-options': 'nosniff' }, what)
    t.match(got.headers['content-disposition'], /^attachment; filename\*=UTF-8''[\w.%~!'()*-]+$/, what)
    t.same(got.rawPayload, bytes, what)
    t.equal((await owner.api('POST', `${files}/removal`, { file: file?.id })).statusCode, 200)
  }
  t.equal((await owner.api('POST', files, { name: 'a.pdf', content: 'not base64 at all ☃' })).statusCode, 422)
})

t.test('bombs cost little memory', async (t) => {
  const app = await startApp(t)
  const [owner, officer] = [await app.as('owner'), await app.as('officer')]
  const { id } = (await owner.api('POST', '/needs', completeNeed())).json() as { id: string }
  let most = 0
  const before = process.memoryUsage().rss
  const watch = setInterval(() => { most = Math.max(most, process.memoryUsage().rss) }, 5)
  for (let i = 0; i < 5; i += 1) {
    const attached = await owner.api('POST', `/needs/${id}/attachments`, { name: 'a.xlsx', content: BOMB.toString('base64') })
    t.ok([200, 422].includes(attached.statusCode), 'an attachment is never unpacked')
    const brought = await officer.api('POST', '/imports', { kind: 'achievements', organisation: 'org-jianghai', fileName: 'a.xlsx', content: BOMB.toString('base64') })
    t.ok([413, 422].includes(brought.statusCode), `a workbook that unpacks to 128 MiB: ${brought.statusCode} ${brought.body}`)
  }
  clearInterval(watch)
  const grown = Math.round((most - before) / 1024 / 1024)
  t.ok(grown < 100, `${grown} MiB while ten bombs of 128 MiB were offered`)
})

t.test('a spreadsheet is text: formulas stay what somebody typed', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  for (const start of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://evil.example","x")', '＝1', "=cmd|' /C calc'!A0"]) {
    const csv = text(`title,summary\n"${start.replaceAll('"', '""')}",x\n`)
    const response = await officer.api('POST', '/imports', { kind: 'achievements', organisation: 'org-jianghai', fileName: 'a.csv', content: csv.toString('base64') })
    t.ok(response.statusCode < 500, `${JSON.stringify(start)}: ${response.statusCode}`)
  }
})

t.test('nothing that is downloaded as a table begins a formula', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  for (const kind of ['needs', 'achievements', 'people', 'organisations']) {
    const { statusCode, headers, body } = await officer.get(`/staff/imports/templates/${kind}`)
    if (statusCode !== 200) continue
    t.match(headers['content-type'], 'text/csv')
    for (const cell of body.replace('\uFEFF', '').split(/\r?\n|,/)) t.notMatch(cell, /^"?[=+\-@\t\r]/, cell)
  }
})
