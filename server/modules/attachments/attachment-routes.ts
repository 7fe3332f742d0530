import Type from 'typebox'
import type { Context } from '../../http/context.ts'
import { type FormValues, text } from '../../http/form.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import { newId } from '../../kernel/ids.ts'
import { type Outcome, refused } from '../../kernel/outcome.ts'
import type { Upload } from '../../plugins/forms.ts'
import type { Services } from '../../services.ts'
import { attachToNeed, type AttachmentRefusal, MAX_ATTACHMENTS, removeFromNeed } from '../competition/attachments.ts'
import type { Need } from '../competition/need.ts'
import { readNeed } from '../needs/need-reader.ts'
import { ISSUERS, seen } from '../needs/need-routes.ts'
import { NeedAnswer } from '../needs/need-schemas.ts'
import { ACCEPTED, acceptedType, MAX_ATTACHMENT_BYTES, safeFileName } from './attachment-kind.ts'

type FileRefusal = AttachmentRefusal | 'file-missing' | 'file-type' | 'file-too-large'
const REFUSALS: Record<FileRefusal, number> = {
  'not-issuer': 404, 'not-draft': 409, 'too-many-files': 422, 'no-such-file': 404, 'file-missing': 422, 'file-type': 422, 'file-too-large': 413,
}
const CLOSED = { additionalProperties: false }
const BASE64_OVERHEAD = 1.4
const File = Type.Object({
  name: Type.String({ maxLength: 255, default: '' }),
  content: Type.String({ default: '', description: 'The file in base64, at most 10 MB before' }),
}, CLOSED)
const Removal = Type.Object({ file: Type.String({ minLength: 1, maxLength: 80 }) }, CLOSED)
const OneFile = Type.Object({ id: BY_ID.properties.id, file: Type.String({ minLength: 1, maxLength: 80 }) }, CLOSED)

/** Files of a need: put there by its issuer, read by whoever may read its details. */
export function attachmentRoutes(web: Web, services: Services): void {
  const { needs } = services
  const common = { access: ISSUERS, params: BY_ID, tag: 'needs', response: NeedAnswer, refusals: REFUSALS }
  const page = (context: Context<{ id: string }>, form?: FormState) => filesPage(services, context, form)
  const answer = (need: Need, { viewer }: Context): ReturnType<typeof seen> => seen(need, viewer)
  const here = (flash: string) => (need: Need) => ({ to: `/needs/${need.id}/attachments`, flash })

  web.page({ path: '/needs/:id/attachments', access: ISSUERS, params: BY_ID, summary: 'Files of a draft', load: page })
  web.action({
    ...common, path: '/needs/:id/attachments', summary: 'Add a file to a draft', body: File,
    bodyLimit: MAX_ATTACHMENT_BYTES * BASE64_OVERHEAD, fromForm: fileFromForm,
    run: ({ params, body, actor, now }) => attach(services, params.id, body, (need, file) => attachToNeed(need, file, actor, now)),
    answer, then: here('attachments.added'), again: page,
  })
  web.action({
    ...common, path: '/needs/:id/attachments/removal', summary: 'Take a file off a draft', body: Removal,
    async run({ params, body, actor, now }) {
      const outcome = await needs.decide(params.id, (need) => removeFromNeed(need, body.file, actor, now))
      if (outcome?.ok) await services.blobs.remove(body.file)
      return outcome
    },
    answer, then: here('attachments.removed'), again: page,
  })
  web.page({
    path: '/needs/:id/attachments/:file', access: 'signed-in', params: OneFile, summary: 'Download a file of a need',
    load: (context) => download(services, context),
  })
}

function fileFromForm(form: FormValues): object {
  const file = form['content'] as Partial<Upload> | undefined
  return { name: file?.filename ?? text(form, 'name'), content: Buffer.isBuffer(file?.bytes) ? file.bytes.toString('base64') : '' }
}

/** The file first, then the decision that names it: a file nobody names is never shown. */
async function attach(
  { needs, blobs }: Services, need: string, body: { name: string; content: string },
  rule: (need: Need, file: { id: string; name: string; type: string; bytes: number }) => Outcome<Need, AttachmentRefusal>,
): Promise<Outcome<Need, FileRefusal | 'conflict'> | undefined> {
  const bytes = Buffer.from(body.content, 'base64')
  const type = await acceptedType(bytes)
  const why = bytes.length === 0 ? 'file-missing' : bytes.length > MAX_ATTACHMENT_BYTES ? 'file-too-large' : type ? undefined : 'file-type'
  if (why || !type) return refused(why ?? 'file-type', { content: `refusal.${why ?? 'file-type'}` })
  const file = { id: newId(), name: safeFileName(body.name), type, bytes: bytes.length }
  await blobs.put(file.id, bytes)
  const outcome = await needs.decide(need, (current) => rule(current, file))
  if (!outcome?.ok) await blobs.remove(file.id)
  return outcome
}

async function filesPage(services: Services, context: Context<{ id: string }>, form?: FormState): Promise<Page | undefined> {
  const view = await readNeed(services, context.params.id, context.viewer)
  if (!view?.standing.issuer || view.status !== 'draft') return undefined
  const model = { need: view, files: view.detail?.attachments ?? [], accept: ACCEPTED, most: MAX_ATTACHMENTS }
  return { template: 'attachments/files', title: context.words('attachments.title'), model, ...(form ? { form } : {}) }
}

async function download(services: Services, { params, viewer, reply }: Context<{ id: string; file: string }>): Promise<undefined> {
  const view = await readNeed(services, params.id, viewer)
  const file = view?.detail?.attachments.find((one) => one.id === params.file)
  const bytes = file && (await services.blobs.read(file.id))
  if (!file || !bytes) return undefined
  // Never shown in our own origin: saved, and of the type its bytes say.
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
  reply.header('cache-control', 'private, no-store').type(file.type)
  await reply.send(bytes)
  return undefined
}
