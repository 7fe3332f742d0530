import t from 'tap'
import { safeFileName } from '../../server/modules/attachments/attachment-kind.ts'
import { completeNeed } from '../needs/need-content.ts'
import { startApp } from '../support/app.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

t.test('files of a need', async (t) => {
  const app = await startApp(t)
  const owner = await app.as('owner')
  const { id } = (await owner.api('POST', '/needs', completeNeed())).json()
  const files = `/needs/${id}/attachments`

  t.test('what is no document is refused beside the field, whatever it is called', async (t) => {
    for (const bytes of [Buffer.from('<svg onload="x">'), Buffer.from('<html>'), Buffer.from('MZ program'), Buffer.alloc(0)]) {
      const response = await owner.upload(files, { field: 'content', name: '图纸.pdf', bytes })
      t.equal(response.statusCode, 422)
      t.match(response.body, /f-content-error/)
    }
  })

  t.test('a picture is kept, listed and taken off again', async (t) => {
    t.equal((await owner.upload(files, { field: 'content', name: '../现场图.png', bytes: PNG })).statusCode, 303)
    const [file] = (await owner.api('GET', `/needs/${id}`)).json().detail.attachments
    t.match(file, { name: '现场图.png', type: 'image/png', bytes: PNG.length })

    const got = await owner.get(`${files}/${file.id}`)
    t.equal(got.headers['content-disposition']?.toString().startsWith('attachment;'), true)
    t.equal(got.headers['x-content-type-options'], 'nosniff')
    t.same(got.rawPayload, PNG)

    for (const who of ['stranger', 'researcher', 'officer'] as const) {
      t.equal((await (await app.as(who)).get(`${files}/${file.id}`)).statusCode, 404, `${who} cannot see a draft's file`)
    }
    t.equal((await app.anonymous.get(`${files}/${file.id}`)).statusCode, 303)
    t.equal((await (await app.as('stranger')).upload(files, { field: 'content', name: 'a.png', bytes: PNG })).statusCode, 404)

    t.equal((await owner.submit(`${files}/removal`, { file: file.id }, { page: files })).statusCode, 303)
    t.equal((await owner.get(`${files}/${file.id}`)).statusCode, 404)
  })

  t.test('once handed in, files stay as they are', async (t) => {
    await owner.api('POST', `/needs/${id}/submission`, {})
    const late = await owner.api('POST', files, { name: 'a.png', content: PNG.toString('base64') })
    t.match(late.json(), { status: 409, code: 'not-draft' })
  })
})

t.test('names keep what their owner called them, and nothing that a header or a folder would read', async (t) => {
  t.equal(safeFileName('a\r\nSet-Cookie: x.pdf'), 'a_Set-Cookie_ x.pdf')
  t.equal(safeFileName('..'), 'file')
  t.equal([...safeFileName('图'.repeat(300))].length, 120)
})
