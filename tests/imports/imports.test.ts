import t from 'tap'
import { startApp } from '../support/app.ts'
import { bring, csv, imported, tally } from './upload.ts'

const NEEDS = csv(
  '编号,标题,内容,关键词,赛道,TRL,预算(万元),截榜日期,单位,备注',
  'N1,塔筒防腐涂层,"现有涂层两年起泡，\n需要耐盐雾的涂层。",涂层、盐雾,新材料,6,60,2027/6/30,,甲',
  'N2,=1+1 焊缝检测,@检出裂纹,,高端装备,,面议,,org-haiyue,乙',
)

t.test('needs from a spreadsheet', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  const file = { kind: 'needs', fileName: '需求.csv', bytes: NEEDS } as const

  t.test('a check writes nothing', async (t) => {
    const checked = await bring(officer, file)
    t.equal(checked.statusCode, 201, checked.body)
    t.match(checked.json(), { status: 'checked', rows: 2, plan: tally(2, 0, 0, 0), ignored: ['备注'] })
    await app.settle()
    t.equal(await app.services.needs.count({}), 0)
    t.equal((await officer.api('POST', `/imports/${checked.json().id}/discarding`, {})).json().status, 'discarded')
    t.equal((await officer.api('POST', `/imports/${checked.json().id}/confirmation`, {})).json().code, 'import-not-checked')
  })

  t.test('confirmed, the rows are drafts of whom they belong to', async (t) => {
    t.match(await imported(app, officer, file), { status: 'finished', written: tally(2, 0, 0, 0) })
    const [first, second] = await app.services.needs.list({}, { sort: { number: 1 } })
    t.match(first, { status: 'draft', organisation: 'org-bureau', source: 'org-bureau/需求:N1' })
    t.match(first?.content, {
      title: '塔筒防腐涂层', summary: '现有涂层两年起泡，\n需要耐盐雾的涂层。', background: '现有涂层两年起泡，\n需要耐盐雾的涂层。',
      keywords: ['涂层', '盐雾'], tracks: ['new-materials'], trlWanted: 6, funding: { kind: 'budget', amount: 600_000 },
    })
    t.equal(first?.content.deadline?.toISOString(), '2027-06-30T15:59:59.000Z')
    t.match(second, { organisation: 'org-haiyue' })
    t.equal(second?.content.title, '=1+1 焊缝检测', 'what looks like a formula stays text')
    t.equal(second?.content.funding, null)
    t.equal((await (await app.as('owner')).get(`/needs/${second?.id}/edit`)).statusCode, 200, 'its organisation goes on writing it')
    t.equal((await app.anonymous.get(`/needs/${second?.id}`)).statusCode, 404)
    const [job] = (await officer.api('GET', '/imports')).json().items
    t.match((await officer.get(`/staff/imports/${job.id}`)).body, '/my/needs', 'and where to go on')
    t.match((await officer.get('/my/needs')).body, '塔筒防腐涂层')
  })

  t.test('repeated, nothing changes; changed rows are updated; edited ones are kept', async (t) => {
    t.match(await imported(app, officer, { ...file, fileName: '需求 (1).csv' }), { written: tally(0, 0, 2, 0) }, 'a copy is the same file')
    const changed = Buffer.from(NEEDS.toString().replace('塔筒防腐涂层', '塔筒重防腐涂层').replace('@检出裂纹', '检出全部裂纹'))
    t.match(await imported(app, officer, { ...file, bytes: changed }), { written: tally(0, 2, 0, 0) })
    const [second] = await app.services.needs.list({ organisation: 'org-haiyue' })
    const owner = await app.as('owner')
    const { revision } = (await owner.api('GET', `/needs/${second?.id}`)).json()
    const edited = await owner.api('POST', `/needs/${second?.id}/edit`, { title: '人工修改的标题', revision })
    t.equal(edited.statusCode, 200, edited.body)
    t.match(await imported(app, officer, { ...file, bytes: changed }), { written: tally(0, 0, 1, 1) }, 'before the relay has taken the edit')
    await app.settle()
    t.match(await imported(app, officer, { ...file, bytes: NEEDS }), { written: tally(0, 1, 0, 1) }, 'and after')
    t.equal((await app.services.needs.find(second?.id ?? ''))?.content.title, '人工修改的标题')
  })

  t.test('every wrong row is named and none is written', async (t) => {
    const before = await app.services.needs.count({})
    const bytes = csv('编号,标题,赛道,TRL,预算(万元),截榜日期,单位', 'B1,好的一行,,,,,', 'B2,,不存在的赛道,12,很多,2027-02-30,查无此单位', 'B1,又一行,,,,,')
    const faulty = (await bring(officer, { ...file, fileName: 'b.csv', bytes })).json()
    t.equal(faulty.status, 'faulty')
    t.same(faulty.faults.map((one: { line: number; key: string }) => [one.line, one.key.replace('imports.fault.', '')]), [
      [3, 'required'], [3, 'track'], [3, 'readiness'], [3, 'amount'], [3, 'date'], [3, 'organisation'], [4, 'twice'],
    ])
    t.equal((await officer.api('POST', `/imports/${faulty.id}/confirmation`, {})).json().code, 'import-faulty')
    const page = (await officer.get(`/staff/imports/${faulty.id}`)).body
    t.match(page, '查无此单位')
    t.match(page, '没有写入任何内容')
    t.equal(await app.services.needs.count({}), before)
  })

  t.test('a file without a title column says which one is missing', async (t) => {
    const faulty = (await bring(officer, { ...file, bytes: csv('题目,正文', '甲,乙') })).json()
    t.match(faulty, { status: 'faulty', ignored: ['题目', '正文'], faults: [{ line: 1, column: '标题 / title', key: 'imports.fault.missingColumn' }] })
  })

  t.test('nobody but officers knows of imports', async (t) => {
    const { id } = (await bring(officer, file)).json()
    for (const who of ['owner', 'researcher', 'reviewer', 'administrator'] as const) {
      const client = await app.as(who)
      for (const path of ['/staff/imports', `/staff/imports/${id}`, '/staff/imports/templates/needs']) t.equal((await client.get(path)).statusCode, 404, who)
      t.equal((await bring(client, file)).statusCode, 404, who)
      t.equal((await client.api('POST', `/imports/${id}/confirmation`, {})).statusCode, 404, who)
    }
    t.equal((await bring(app.anonymous, file)).statusCode, 401)
  })
})

t.test('achievements are published and found', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  const bytes = Buffer.from([
    { id: 'x1', title_tokens: '海上 塔筒 防腐 涂层 PEEK 材料' }, { id: 'x2', title_tokens: '焊缝 超声 检测' },
  ].map((row) => JSON.stringify(row)).join('\n'))
  const file = { kind: 'achievements', fileName: '成果.jsonl', bytes, organisation: '沧澜' } as const
  t.equal((await bring(officer, file)).json().code, 'unknown-organisation')
  t.match(await imported(app, officer, { ...file, organisation: 'org-jianghai' }), { written: tally(2, 0, 0, 0) })
  const found = (await app.anonymous.api('GET', `/achievements?q=${encodeURIComponent('塔筒涂层')}`)).json()
  t.equal(found.items[0]?.title, '海上塔筒防腐涂层 PEEK 材料', 'gaps between Han characters are closed')
  t.equal(found.items[0]?.organisation, 'org-jianghai')
})

t.test('the form works without JavaScript', async (t) => {
  const app = await startApp(t)
  const officer = await app.as('officer')
  const page = await officer.get('/staff/imports')
  t.match(page.body, 'enctype="multipart/form-data"')
  t.match((await officer.get('/staff/imports/templates/needs')).headers['content-disposition'], 'needs.csv')
  const template = (await officer.get('/staff/imports/templates/achievements')).rawPayload
  t.match(await imported(app, officer, { kind: 'achievements', fileName: '模板.csv', bytes: template }), { written: tally(1, 0, 0, 0) }, 'the template imports')
})
