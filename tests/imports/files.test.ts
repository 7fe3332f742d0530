import { deflateRawSync } from 'node:zlib'
import t from 'tap'
import writeXlsxFile from 'write-excel-file/node'
import { startApp } from '../support/app.ts'
import { readTable } from '../../server/modules/imports/table-file.ts'
import { UnusableFile } from '../../server/modules/imports/raw-table.ts'
import { bring } from './upload.ts'

const GBK = Buffer.from('b1eacce22cc4dac8dd0d0ab7c0b8afcdbfb2e32ccfd6d3d0cdbfb2e3c6f0c5dd0d0a', 'hex')

async function faultOf(fileName: string, bytes: Buffer): Promise<string> {
  try {
    await readTable(fileName, bytes)
    return 'taken'
  } catch (error) {
    if (error instanceof UnusableFile) return error.fault
    throw error
  }
}

/** A zip of one entry whose directory says whatever it likes about its size. */
function zipOf(name: string, content: Buffer, claimed = content.length): Buffer {
  const packed = deflateRawSync(content)
  const named = Buffer.from(name)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(claimed, 22)
  local.writeUInt16LE(named.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(claimed, 24)
  entry.writeUInt16LE(named.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + named.length, 12)
  end.writeUInt32LE(30 + named.length + packed.length, 16)
  return Buffer.concat([local, named, packed, entry, named, end])
}

t.test('text in the encodings spreadsheets save', async (t) => {
  const gbk = await readTable('a.csv', GBK)
  t.match(gbk, { decodedFrom: 'gb18030', rows: [{ line: 2, cells: { 标题: '防腐涂层', 内容: '现有涂层起泡' } }] })
  const marked = await readTable('a.csv', Buffer.from('\uFEFF标题;内容\n甲;"一\n二"\n\n乙;=HYPERLINK("x")\n'))
  t.same(marked.columns, ['标题', '内容'], 'no mark before the first name')
  t.same(marked.rows.map((row) => [row.line, row.cells['内容']]), [[2, '一\n二'], [5, '=HYPERLINK("x")']])
  t.notOk(marked.decodedFrom)
  const utf16 = await readTable('a.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('title\tcontent\r\nA\tB\r\n', 'utf16le')]))
  t.same(utf16.rows[0]?.cells, { title: 'A', content: 'B' })
  t.equal(await faultOf('a.csv', Buffer.from([0x61, 0x2c, 0x81, 0xff, 0x00])), 'import-encoding')
})

t.test('a workbook: numbers, dates and formula-looking text', async (t) => {
  const bytes = await writeXlsxFile([
    [{ value: '标题' }, { value: 'TRL' }, { value: '截榜日期' }, { value: '预算(万元)' }],
    [{ value: '=SUM(A1)', type: String }, { value: 6, type: Number }, { value: new Date(Date.UTC(2027, 5, 30)), type: Date, format: 'yyyy-mm-dd' }, { value: 60.5, type: Number }],
  ]).toBuffer()
  const { rows } = await readTable('需求.xlsx', bytes)
  t.same(rows, [{ line: 2, cells: { 标题: '=SUM(A1)', TRL: '6', 截榜日期: '2027-06-30', '预算(万元)': '60.5' } }])
})

t.test('what is no such file is refused by name', async (t) => {
  const bomb = zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(130 * 1024 * 1024), 1000)
  t.ok(bomb.length < 1_000_000)
  t.equal(await faultOf('bomb.xlsx', bomb), 'import-too-large', 'counted, not believed')
  t.equal(await faultOf('x.xlsx', zipOf('a.txt', Buffer.from('nothing of a workbook'))), 'import-unreadable')
  t.equal(await faultOf('x.xlsx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)])), 'import-unreadable')
  t.equal(await faultOf('x.csv', bomb), 'import-type', 'a workbook called csv')
  t.equal(await faultOf('x.xlsx', GBK), 'import-type', 'a csv called workbook')
  t.equal(await faultOf('x.exe', GBK), 'import-type')
  t.equal(await faultOf('x', GBK), 'import-type')
  t.equal(await faultOf('x.csv', Buffer.from('标题,内容\n')), 'import-empty')
  t.equal(await faultOf('x.csv', Buffer.alloc(0)), 'import-empty')
  t.equal(await faultOf('x.csv', Buffer.from('标题\n"never closed')), 'import-unreadable')
  t.equal(await faultOf('x.jsonl', Buffer.from('not\njson\n')), 'import-unreadable')
  t.equal(await faultOf('x.csv', Buffer.from(`标题\n${'甲\n'.repeat(50_001)}`)), 'import-too-many-rows')
  t.equal(await faultOf('x.csv', Buffer.alloc(20 * 1024 * 1024 + 1, 0x61)), 'import-too-large')
})

t.test('a single bad line of JSON is that line\'s fault', async (t) => {
  const { rows } = await readTable('x.jsonl', Buffer.from('{"title":"甲","__proto__":{"x":1}}\n[1]\n{"title":["乙","丙"],"n":null}\n'))
  t.same(rows.map((row) => [row.line, row.fault ?? row.cells['title']]), [[1, '甲'], [2, 'imports.fault.json'], [3, '乙、丙']])
})

t.test('refusals reach whoever brought the file', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  const refused = await bring(officer, { kind: 'needs', fileName: 'x.exe', bytes: GBK })
  t.equal(refused.statusCode, 415)
  t.equal(refused.json().code, 'import-type')
  t.equal((await officer.api('POST', '/imports', { kind: 'people', fileName: 'x.csv', content: '' })).statusCode, 400)

  const decoded = (await bring(officer, { kind: 'needs', fileName: 'gbk.csv', bytes: GBK })).json()
  t.equal(decoded.status, 'checked')
  t.match((await officer.get(`/staff/imports/${decoded.id}`)).body, '已按 GBK 识别')

  const large = { kind: 'achievements' as const, fileName: 'large.csv', bytes: Buffer.from(`标题,摘要\n甲,${'长'.repeat(600_000)}\n`) }
  t.match((await bring(officer, large)).json(), { code: 'import-unreadable' }, 'the API takes more than its usual megabyte')
})

t.test('the upload form', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  const page = await officer.get('/staff/imports')
  const send = async (fileName: string, bytes: Buffer) => {
    const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const cookies = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]))
    const fields = Object.entries({ _csrf: token, kind: 'needs', organisation: '' }).map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')
    const file = `--x\r\ncontent-disposition: form-data; name="content"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`
    const payload = Buffer.concat([Buffer.from(fields + file), bytes, Buffer.from('\r\n--x--\r\n')])
    const { id } = await app.services.sessions.start('person-cao-ping', app.clock.now(), new Date('2099-01-01'))
    return app.http.inject({ method: 'POST', url: '/staff/imports', payload, cookies: { ...cookies, jiebang: app.http.jwt.sign({ sid: id }) }, headers: { 'content-type': 'multipart/form-data; boundary=x' } })
  }
  const sent = await send('gbk.csv', GBK)
  t.equal(sent.statusCode, 303, sent.body.slice(0, 200))
  const checked = await officer.get(String(sent.headers.location))
  t.match(checked.body, '待确认')
  t.match(checked.body, '确认导入')
  const nothing = await send('', Buffer.alloc(0))
  t.equal(nothing.statusCode, 422)
  t.match(nothing.body, 'f-content-error')
  const wrong = await send('x.exe', GBK)
  t.equal(wrong.statusCode, 415)
  t.match(wrong.body, '只接受 .csv')
})
