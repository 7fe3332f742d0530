import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { bootstrap } from '../../server/modules/matching/paired-bootstrap.ts'
import { parseJudgements, parseRun } from '../../server/modules/matching/trec-run.ts'
import { nodeArgs } from '../support/node-args.ts'

function run(script: string, args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...nodeArgs(`scripts/${script}`), ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

t.test('rank writes a run that evaluate measures; bad rows are named by line', async (t) => {
  const folder = t.testdir({
    'needs.jsonl': '{"id":"n1","title":"激光焊接裂纹检测","content":"检出率高"}\n\nnot json\n{"id":"n2","title":"防腐涂层"}\n{"id":"n2","title":"again"}\n{"title":"no id"}\n',
    'achievements.jsonl': [
      '{"id":"a1","title_tokens":"激光 焊接 裂纹 检测"}', '{"id":"a2","title":"焊接机器人"}', '{"id":"a3","title":"防腐涂料与涂层"}', '{"id":"a4"}',
      ...Array.from({ length: 8 }, (_, n) => `{"id":"x${n}","title":"检测方法${n}"}`),
    ].join('\n'),
    'qrels.tsv': [['a1', 4], ['a2', 2], ['a3', 1], ...Array.from({ length: 8 }, (_, n) => [`x${n}`, 1])].map(([id, grade]) => `n1\t${id}\t${grade}`).join('\n'),
  })
  const out = join(folder, 'run.trec')
  const ranked = await run('rank', ['--needs', join(folder, 'needs.jsonl'), '--achievements', join(folder, 'achievements.jsonl'), '--k', '5', '--out', out])
  t.equal(ranked.code, 0)
  t.match(ranked.stderr, /needs\.jsonl:3: not a JSON object/)
  t.match(ranked.stderr, /needs\.jsonl:5: id n2 was there before/)
  t.match(ranked.stderr, /needs\.jsonl:6: no usable id/)
  t.match(ranked.stderr, /achievements\.jsonl:4: no title/)
  const text = await readFile(out, 'utf8')
  t.match(text.split('\n')[0], /^n1 Q0 a1 1 [\d.]+ \S+$/)
  t.equal(text.split('\n').filter((line) => line.startsWith('n1 ')).length, 5)
  const again = join(folder, 'again.trec')
  await run('rank', ['--needs', join(folder, 'needs.jsonl'), '--achievements', join(folder, 'achievements.jsonl'), '--k', '5', '--out', again])
  t.equal(await readFile(again, 'utf8'), text, 'the same input gives the same run')
  const measured = await run('evaluate', ['--run', out, '--qrels', join(folder, 'qrels.tsv'), '--vs', again])
  t.equal(measured.code, 0)
  t.match(measured.stdout, /1 needs scored\n {2}nDCG@10 {2}1\.0000/)
  t.match(measured.stdout, /minus .*\n {2}nDCG@10 {2}\+0\.0000/)
})

t.test('wrong use says how', async (t) => {
  const folder = t.testdir({ 'empty.jsonl': '', 'run.trec': '', 'qrels.tsv': 'n1\ta1\t4' })
  for (const [script, args] of [['rank', []], ['evaluate', ['--run', 'x']]] as const) {
    const { code, stderr } = await run(script, [...args])
    t.equal(code, 2)
    t.match(stderr, /npm run -s/)
  }
  const none = await run('rank', ['--needs', join(folder, 'empty.jsonl'), '--achievements', join(folder, 'empty.jsonl'), '--out', join(folder, 'o')])
  t.match(none, { code: 2, stderr: /no usable row/ })
  t.match(await run('evaluate', ['--run', join(folder, 'run.trec'), '--qrels', join(folder, 'qrels.tsv')]), { code: 2, stderr: /no need has 10 judgements/ })
})

t.test('runs are read by score, then rank; what cannot be read is named', async (t) => {
  const { run: read, bad } = parseRun('n Q0 b 2 1.0 t\nn Q0 a 1 1.0 t\nn Q0 c 3 2.0 t\nn Q0 a 4 0.5 t\noops\nn Q0 d x 1 t\n')
  t.same(read.get('n'), ['c', 'a', 'b'])
  t.same(bad.map((one) => one.line), [5, 6])
  t.same(parseJudgements('n a 5\nn b 3\n').bad.map((one) => one.line), [1])
})

t.test('the bootstrap is repeatable and draws groups together', async (t) => {
  const values = [0, 0, 1, 1]
  t.same(bootstrap(values, ['a', 'b', 'c', 'd']), bootstrap(values, ['a', 'b', 'c', 'd']))
  t.same(bootstrap(values, ['g', 'g', 'g', 'g']), { mean: 0.5, low: 0.5, high: 0.5 })
  const apart = bootstrap(values, ['a', 'b', 'c', 'd'])
  t.ok(apart.low < 0.5 && apart.high > 0.5)
})

t.test('a run is written in full before the command ends', async (t) => {
  const rows = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `{"id":"${prefix}${n}","title":"检测装置${n}"}`).join('\n')
  const folder = t.testdir({})
  await writeFile(join(folder, 'needs'), rows('n', 60))
  await writeFile(join(folder, 'items'), rows('a', 300))
  const out = join(folder, 'run')
  await run('rank', ['--needs', join(folder, 'needs'), '--achievements', join(folder, 'items'), '--out', out])
  t.equal((await readFile(out, 'utf8')).trim().split('\n').length, 60 * 300)
})
