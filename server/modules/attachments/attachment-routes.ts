import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { attachToNeed, type AttachmentRefusal, MAX_ATTACHMENTS, removeFromNeed } from '../competition/attachments.ts'
import type { Need } from '../competition/need.ts'
import { readNeed } from '../needs/need-reader.ts'
import { ISSUERS, seen } from '../needs/need-routes.ts'
import { NeedAnswer } from '../needs/need-answer-schemas.ts'
import { ACCEPTED } from './attachment-kind.ts'
import { sendFile } from './send-file.ts'
import { addFile, FILE_REFUSALS, FileBody, fileFromForm, type FileRefusal, FileRemoval, ONE_FILE, removeFile, UPLOAD_LIMIT } from './stored-file.ts'

const REFUSALS: Record<AttachmentRefusal | FileRefusal, number> = {
  ...FILE_REFUSALS, 'not-issuer': 404, 'not-draft': 409, 'too-many-files': 422, 'no-such-file': 404,
}

/** Files of a need: put there by its issuer, read by whoever may read its details. */
export function attachmentRoutes(web: Web, services: Services): void {
  const { needs, blobs } = services
  const common = { access: ISSUERS, params: BY_ID, tag: 'needs', response: NeedAnswer, refusals: REFUSALS }
  const page = (context: Context<{ id: string }>, form?: FormState) => filesPage(services, context, form)
  const answer = (need: Need, { viewer }: Context): ReturnType<typeof seen> => seen(need, viewer)
  const here = (flash: string) => (need: Need) => ({ to: `/needs/${need.id}/attachments`, flash })

  web.page({ path: '/needs/:id/attachments', access: ISSUERS, params: BY_ID, summary: 'Files of a draft', load: page })
  web.action({
    ...common, path: '/needs/:id/attachments', summary: 'Add a file to a draft', body: FileBody, bodyLimit: UPLOAD_LIMIT, fromForm: fileFromForm,
    run: ({ params, body, actor, now }) => addFile(blobs, body, (file) => needs.decide(params.id, (need) => attachToNeed(need, file, actor, now))),
    answer, then: here('attachments.added'), again: page,
  })
  web.action({
    ...common, path: '/needs/:id/attachments/removal', summary: 'Take a file off a draft', body: FileRemoval,
    run: ({ params, body: { file }, actor, now }) => removeFile(blobs, file, () => needs.decide(params.id, (need) => removeFromNeed(need, file, actor, now))),
    answer, then: here('attachments.removed'), again: page,
  })
  web.page({
    path: '/needs/:id/attachments/:file', access: 'signed-in', params: ONE_FILE, summary: 'Download a file of a need',
    load: (context) => download(services, context),
  })
}

async function filesPage(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const { params, viewer, words } = context
  const view = await readNeed(services, params.id, viewer)
  if (!view?.standing.issuer || view.status !== 'draft') return undefined
  const model = {
    need: view, files: view.detail?.attachments ?? [], at: `/needs/${view.id}/attachments`, back: `/needs/${view.id}/edit`,
    accept: ACCEPTED, hint: words('attachments.hint', { most: MAX_ATTACHMENTS }),
  }
  return { template: 'attachments/files', title: words('attachments.title'), model, ...(form ? { form } : {}) }
}

async function download(services: Services, { params, viewer, reply }: Context<{ id: string; file: string }>): Promise<undefined> {
  const view = await readNeed(services, params.id, viewer)
  const file = view?.detail?.attachments.find((one) => one.id === params.file)
  const bytes = file && (await services.blobs.read(file.id))
  if (file && bytes) await sendFile(reply, file, bytes)
}
