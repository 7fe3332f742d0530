import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, NOTHING, type Web } from '../../http/web.ts'
import type { Viewer } from '../../kernel/actor.ts'
import type { Upload } from '../../plugins/forms.ts'
import type { Services } from '../../services.ts'
import { templateOf } from './import-columns.ts'
import { IMPORT_KINDS, type ImportJob, type ImportRefusal, type ImportView, viewImport } from './import-job.ts'
import { importPage, importsPage } from './import-pages.ts'
import { ImportAnswer, ImportBody, ImportList, MAX_BODY_BYTES } from './import-schemas.ts'
import type { PrepareRefusal } from './import-service.ts'

const OFFICER = ['officer'] as const
const SHOWN = 50
const JOB_REFUSALS: Record<ImportRefusal, number> = { 'not-staff': 404, 'import-faulty': 409, 'import-not-checked': 409 }
const FILE_REFUSALS: Record<PrepareRefusal, number> = {
  ...JOB_REFUSALS, 'unknown-organisation': 422, 'import-type': 415, 'import-too-large': 413, 'import-too-many-rows': 413,
  'import-unreadable': 422, 'import-encoding': 422, 'import-empty': 422,
}
const ByKind = Type.Object({ kind: Type.Unsafe<(typeof IMPORT_KINDS)[number]>({ type: 'string', enum: [...IMPORT_KINDS] }) }, { additionalProperties: false })

/** Files into the market: bring one, see what it would do, confirm, watch or leave. */
export function importRoutes(web: Web, services: Services): void {
  const { imports, importing } = services
  const deciding = { access: OFFICER, params: BY_ID, tag: 'imports', body: NOTHING, response: ImportAnswer, refusals: JOB_REFUSALS } as const

  web.page({ path: '/staff/imports', access: OFFICER, summary: 'Imports', load: (context) => list(services, context) })
  web.read({
    path: '/imports', access: OFFICER, summary: 'The newest imports', tag: 'imports', response: ImportList,
    load: async ({ viewer }) => ({ items: await newest(services, viewer), next: null }),
  })
  web.action({
    path: '/staff/imports', api: '/imports', access: OFFICER, summary: 'Check a file without writing anything', tag: 'imports', body: ImportBody,
    response: ImportAnswer, refusals: FILE_REFUSALS, successStatus: 201, bodyLimit: MAX_BODY_BYTES, fromForm: importFromForm,
    run: ({ body: { content, ...file }, actor, now }) => importing.prepare({ ...file, bytes: Buffer.from(content, 'base64') }, actor, now),
    answer: (job, { viewer }) => seen(job, viewer),
    then: (job) => ({ to: `/staff/imports/${job.id}` }),
    again: (context, form) => list(services, context, form),
  })
  web.page({ path: '/staff/imports/:id', access: OFFICER, params: BY_ID, summary: 'An import', load: (context) => page(services, context) })
  web.read({
    path: '/imports/:id', access: OFFICER, params: BY_ID, summary: 'An import and how far it is', tag: 'imports', response: ImportAnswer,
    async load({ params, viewer }) {
      const job = await imports.find(params.id)
      return job && viewImport(job, viewer)
    },
  })
  web.action({
    ...deciding, path: '/staff/imports/:id/confirmation', api: '/imports/:id/confirmation', summary: 'Write what was checked',
    run: ({ params, actor, now }) => importing.confirm(params.id, actor, now),
    answer: (job, { viewer }) => seen(job, viewer), then: (job) => ({ to: `/staff/imports/${job.id}`, flash: 'imports.confirmed' }),
    again: (context, form) => page(services, context, form),
  })
  web.action({
    ...deciding, path: '/staff/imports/:id/discarding', api: '/imports/:id/discarding', summary: 'Give a checked file up',
    run: ({ params, actor, now }) => importing.discard(params.id, actor, now),
    answer: (job, { viewer }) => seen(job, viewer), then: () => ({ to: '/staff/imports', flash: 'imports.discarded' }),
    again: (context, form) => page(services, context, form),
  })
  web.page({
    path: '/staff/imports/templates/:kind', access: OFFICER, params: ByKind, summary: 'A file to fill in',
    async load({ params, reply }) {
      await reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${params.kind}.csv"`).send(templateOf(params.kind))
      return undefined
    },
  })
}

/** A browser sends the file itself; the API takes it as text. */
function importFromForm(form: FormValues): object {
  const file = form['content'] as Partial<Upload> | undefined
  const bytes = file?.bytes ?? Buffer.alloc(0)
  return { kind: text(form, 'kind'), organisation: text(form, 'organisation'), fileName: file?.filename || '-', content: bytes.toString('base64') }
}

async function newest(services: Services, viewer: Viewer): Promise<ImportView[]> {
  return (await services.imports.newest(SHOWN)).map((job) => viewImport(job, viewer)).filter((view) => view !== undefined)
}

async function list(services: Services, context: Context, form?: FormState): Promise<Page> {
  return importsPage(await newest(services, context.viewer), context, form)
}

async function page(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const job = await services.imports.find(context.params.id)
  const view = job && viewImport(job, context.viewer)
  if (!view) return undefined
  const names = await services.organisations.names([view.organisation])
  return importPage(view, names.get(view.organisation) ?? view.organisation, context, form)
}

function seen(job: ImportJob, viewer: Viewer): ImportView {
  const view = viewImport(job, viewer)
  if (!view) throw new Error(`import ${job.id} was decided on by somebody who may not see it`)
  return view
}
