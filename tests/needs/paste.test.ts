import { deflateRawSync } from 'node:zlib'
import t from 'tap'
import writeXlsx from 'write-excel-file/node'
import { bothLanguages, codeOf } from '../awards/answers.ts'
import { startApp } from '../support/app.ts'

const app = await startApp(t)
const owner = await app.as('owner')
const stranger = await app.as('stranger')

const TEXT = `厚板焊缝在线检测技术
我司拟出资80万元，寻求船用厚板焊缝在线检测装置。裂纹检出率不低于98%，单条焊缝检测时间不超过30秒。
目前处于小试阶段，希望完成中试。请于2026年12月30日前揭榜。`

interface Found { value: unknown; start: number; end: number; text: string }
interface Extraction { text: string; budget: Found | null; deadline: Found | null; trlNow: Found | null; trlWanted: Found | null; indicators: Found[]; keywords: Found[]; tracks: Found[] }
const read = async (body: object) => (await owner.api('POST', '/needs/extractions', body)).json() as Extraction
const drafts = () => app.services.needs.ofOrganisation('org-haiyue')

t.test('only those who write needs', async (t) => {
  t.equal((await app.anonymous.get('/needs/paste')).statusCode, 303)
  t.equal((await app.anonymous.api('POST', '/needs/extractions', { text: TEXT })).statusCode, 401)
  const researcher = await app.as('researcher')
  t.equal((await researcher.get('/needs/paste')).statusCode, 404)
  t.equal((await researcher.api('POST', '/needs/extractions', { text: TEXT })).statusCode, 404)
  await bothLanguages(t, owner, '/needs/paste')
})

t.test('each value says where it was read', async (t) => {
  const found = await read({ text: TEXT })
  t.match([found.budget?.value, found.deadline?.value, found.trlNow?.value, found.trlWanted?.value], [800_000, '2026-12-30', 5, 6])
  t.same(found.indicators.map((one) => one.value), [
    { name: '裂纹检出率', comparator: 'at-least', value: '98', unit: '%' }, { name: '单条焊缝检测时间', comparator: 'at-most', value: '30', unit: '秒' },
  ])
  const all = [found.budget, found.deadline, found.trlNow, found.trlWanted, ...found.indicators, ...found.keywords, ...found.tracks]
  for (const one of all) if (one) t.equal(found.text.slice(one.start, one.end), one.text)
})

t.test('pasted, confirmed field by field, drafted: without JavaScript', async (t) => {
  const shown = await owner.submit('/needs/paste', { text: `${TEXT}<script>alert(1)</script>` }, { page: '/needs/paste' })
  t.equal(shown.statusCode, 200)
  for (const part of ['<mark>80万元</mark>', '<mark>裂纹检出率不低于98%</mark>', 'value="80"', 'value="2026-12-30"', 'value="98"']) t.match(shown.body, part)
  t.notMatch(shown.body, '<script>alert')
  const before = (await drafts()).length
  const sent = await owner.submit('/needs/paste/confirmed', {
    text: TEXT, take: ['title', 'funding', 'deadline', 'trlWanted'], title: '厚板焊缝检测', summary: '没有勾选的不写入', funding: { amount: '80' }, deadline: '2026-12-30',
    trlNow: '5', trlWanted: '6', keywords: '焊缝', indicators: [
      { take: 'yes', name: '裂纹检出率', comparator: 'at-least', value: '98', unit: '%' }, { name: '检测时间', comparator: 'at-most', value: '30', unit: '秒' },
    ],
  }, { page: '/needs/paste' })
  t.match([sent.statusCode, sent.headers.location], [303, /^\/needs\/[^/]+\/edit$/])
  const [draft] = (await drafts()).filter((need) => need.content.title === '厚板焊缝检测')
  t.equal((await drafts()).length, before + 1)
  t.match(draft?.content, { summary: '', funding: { kind: 'budget', amount: 800_000 }, trlNow: null, trlWanted: 6, keywords: [], indicators: [{ name: '裂纹检出率' }] })
  t.equal(draft?.content.indicators.length, 1)
  t.equal(draft?.content.deadline?.toISOString(), '2026-12-30T15:59:59.000Z')
  t.ok((draft?.content.criteria.length ?? 0) > 0, 'criteria as in a new form')
})

t.test('what is wrong is said beside the field, nothing typed is lost', async (t) => {
  const values = { text: TEXT, take: ['title', 'funding'], title: '', funding: { amount: '八十' }, summary: '我写的摘要' }
  const wrong = await owner.submit('/needs/paste/confirmed', values, { page: '/needs/paste' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, /id="f-funding-amount-error"/)
  for (const part of ['value="八十"', '我写的摘要', '<mark>80万元</mark>']) t.match(wrong.body, part)
  const untitled = await owner.submit('/needs/paste/confirmed', { ...values, funding: { amount: '80' } }, { page: '/needs/paste' })
  t.match([untitled.statusCode, untitled.body.includes('id="f-title-error"')], [422, true])
  const skipped = await owner.submit('/needs/paste/confirmed', { ...values, take: ['title'], title: '只要标题' }, { page: '/needs/paste' })
  t.equal(skipped.statusCode, 303, 'a field that is not taken stops nothing')
  const nothing = await owner.submit('/needs/paste', { text: '  ' }, { page: '/needs/paste' })
  t.match([nothing.statusCode, nothing.body.includes('id="f-text-error"')], [422, true])
  const api = await owner.api('POST', '/needs/extractions', { text: '' })
  t.match([api.statusCode, codeOf(api)], [422, 'nothing-pasted'])
})

t.test('into a draft that exists: only its own, only as it was seen', async (t) => {
  const { id } = (await owner.api('POST', '/needs', { title: '原有标题', indicators: [{ name: '裂纹检出率', comparator: 'at-least', value: '98', unit: '%' }] })).json() as { id: string }
  const page = `/needs/paste?need=${id}`
  t.match((await owner.get(page)).body, `action="/needs/paste?need&#x3D;${id}"`)
  t.equal((await stranger.get(page)).statusCode, 404)
  const body = { text: TEXT, need: id, take: ['trlWanted'], trlWanted: '6', indicators: [
    { take: 'yes', name: '裂纹检出率', comparator: 'at-least', value: '98', unit: '%' }, { take: 'yes', name: '检测时间', comparator: 'at-most', value: '30', unit: '秒' },
  ] }
  const revision = (await app.services.needs.find(id))?.revision ?? 0
  t.equal((await stranger.submit('/needs/paste/confirmed', { ...body, revision }, { page: '/needs/paste' })).statusCode, 404)
  t.equal((await owner.submit('/needs/paste/confirmed', { ...body, revision: revision - 1 }, { page: '/needs/paste' })).statusCode, 409)
  t.equal((await owner.submit('/needs/paste/confirmed', { ...body, revision }, { page })).statusCode, 303)
  const { content } = (await app.services.needs.find(id)) ?? {}
  t.match(content, { title: '原有标题', trlWanted: 6 })
  t.same(content?.indicators.map((one) => one.name), ['裂纹检出率', '检测时间'], 'the same indicator is not added twice')
})

t.test('files: Word, Excel, plain text in both encodings; anything else is refused by name', async (t) => {
  const files: Record<string, Buffer> = {
    'need.docx': docx(TEXT), 'need.txt': Buffer.from(TEXT), 'gbk.txt': Buffer.concat([Buffer.from([0xd4, 0xa4, 0xcb, 0xe3]), Buffer.from('80'), Buffer.from([0xcd, 0xf2, 0xd4, 0xaa])]),
    'need.xlsx': await xlsx([['需求名称', '厚板焊缝检测'], ['预算', '80万元'], ['指标', '裂纹检出率不低于98%']]),
  }
  for (const [fileName, bytes] of Object.entries(files)) {
    const found = await read({ fileName, content: bytes.toString('base64') })
    t.match(found.budget, { value: 800_000 }, fileName)
    if (fileName !== 'gbk.txt') t.match(found.indicators[0]?.value, { name: '裂纹检出率' }, fileName)
    const shown = await owner.upload('/needs/paste', { field: 'content', name: fileName, bytes })
    t.match([shown.statusCode, shown.body.includes('value="80"')], [200, true], `${fileName} by the form`)
  }
  const bomb = zip('word/document.xml', Buffer.alloc(30 * 1024 * 1024))
  const refused: [string, Buffer, number, string][] = [
    ['need.pdf', Buffer.from('%PDF-1.7'), 415, 'import-type'], ['need.docx', Buffer.from('no zip'), 422, 'import-unreadable'],
    ['need.docx', zip('other.xml', Buffer.from('<a/>')), 422, 'import-unreadable'], ['need.docx', bomb, 413, 'import-too-large'],
    ['need.xlsx', Buffer.from('no zip'), 422, 'import-unreadable'], ['need.txt', Buffer.from([0, 1, 2]), 422, 'import-encoding'],
  ]
  for (const [fileName, bytes, status, code] of refused) {
    const answer = await owner.api('POST', '/needs/extractions', { fileName, content: bytes.toString('base64') })
    t.match([answer.statusCode, codeOf(answer)], [status, code], fileName)
  }
  const kept = await owner.upload('/needs/paste', { field: 'content', name: 'need.pdf', bytes: Buffer.from('%PDF-1.7') }, { text: '我粘贴过的' })
  t.match([kept.statusCode, kept.body.includes('我粘贴过的'), kept.body.includes('id="f-content-error"')], [415, true, true])
})

t.test('a table in Word is read row by row, markup as text', async (t) => {
  const xml = '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>预算</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>60万元</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    + '<w:p><w:r><w:t xml:space="preserve">精度 &lt; 5&#37; &amp;lt;b&gt;</w:t></w:r><w:r><w:delText>删除的</w:delText></w:r></w:p>'
  const { text, budget } = await read({ fileName: 'a.docx', content: zip('word/document.xml', Buffer.from(xml)).toString('base64') })
  t.match(text, '精度 < 5% &lt;b>')
  t.notMatch(text, '删除的')
  t.match(budget, { value: 600_000 })
})

function docx(text: string): Buffer {
  const body = text.split('\n').map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join('')
  return zip('word/document.xml', Buffer.from(`<?xml version="1.0"?><w:document><w:body>${body}</w:body></w:document>`))
}

/** A zip of one file, as small as the format allows. */
function zip(name: string, content: Buffer): Buffer {
  const [packed, path] = [deflateRawSync(content), Buffer.from(name)]
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt16LE(path.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(content.length, 24)
  entry.writeUInt16LE(path.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(entry.length + path.length, 12)
  end.writeUInt32LE(local.length + path.length + packed.length, 16)
  return Buffer.concat([local, path, packed, entry, path, end])
}

async function xlsx(rows: string[][]): Promise<Buffer> {
  return await writeXlsx(rows.map((row) => row.map((value) => ({ value })))).toBuffer()
}
