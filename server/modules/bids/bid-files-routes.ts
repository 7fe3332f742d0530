import type { Context } from '../../http/context.ts'
import type { FormState, Page } from '../../http/page.ts'
import { BY_ID, type Web } from '../../http/web.ts'
import type { Services } from '../../services.ts'
import { sendFile } from '../attachments/send-file.ts'
import {
  addFile, FILE_REFUSALS, FileBody, fileFromForm, type FileRefusal, FileRemoval, ONE_FILE, removeFile, UPLOAD_LIMIT,
} from '../attachments/stored-file.ts'
import { type Bid, whyNotBid } from './bid.ts'
import { BID_REFUSALS, changeFiles, type Refusal } from './bid-decisions.ts'
import { seenBid } from './bid-editor.ts'
import { type BidFilesRefusal, withFile, withoutFile } from './bid-files.ts'
import { filesPage, notNowPage } from './bid-pages.ts'
import { readBid, readOwnBid } from './bid-reader.ts'
import { BidAnswer } from './bid-schemas.ts'
import { openNeedOf } from './bid-view.ts'
import { sha256Of } from './sealed-files.ts'

type ById<B = unknown> = Context<{ id: string }, unknown, B>
const REFUSALS: Record<Exclude<Refusal, 'conflict'> | BidFilesRefusal | FileRefusal, number> = {
  ...BID_REFUSALS, ...FILE_REFUSALS, 'too-many-files': 422, 'no-such-file': 404,
}

/** Files of a bid: put there by its own people until the deadline, read by whoever may read the bid. */
export function bidFilesRoutes(web: Web, services: Services): void {
  const { bidFiles, intake } = services
  const common = { access: 'signed-in', params: BY_ID, tag: 'bids', response: BidAnswer, refusals: REFUSALS } as const
  const page = (context: ById, form?: FormState) => showFiles(services, context, form)
  const answer = (bid: Bid, { actor, now }: Context) => seenBid(services, bid, actor, now)
  const here = (flash: string) => (bid: Bid) => ({ to: `/bids/${bid.id}/attachments`, flash: bid.receipt ? 'bids.filesHandedIn' : flash })

  web.page({ path: '/bids/:id/attachments', access: 'signed-in', params: BY_ID, summary: 'Files of a bid', load: page })
  web.action({
    ...common, path: '/bids/:id/attachments', summary: 'Add a file to a bid', body: FileBody, bodyLimit: UPLOAD_LIMIT, fromForm: fileFromForm,
    run: (context) => intake.during(() => add(services, context)),
    answer, then: here('attachments.added'), again: page,
  })
  web.action({
    ...common, path: '/bids/:id/attachments/removal', summary: 'Take a file off a bid', body: FileRemoval,
    run: ({ params, body: { file }, ...by }) => intake.during(() => removeFile(bidFiles, file, () => changeFiles(services, params.id, withoutFile(file), by))),
    answer, then: here('attachments.removed'), again: page,
  })
  web.page({
    path: '/bids/:id/attachments/:file', access: 'signed-in', params: ONE_FILE, summary: 'Download a file of a bid',
    load: (context) => download(services, context),
  })
}

/** Nothing of a stranger's is stored, not even until the decision. */
async function add(services: Services, { params, body, ...by }: ById<{ name: string; content: string }>) {
  if (!(await readOwnBid(services, params.id, by.actor, by.now))) return undefined
  return addFile(services.bidFiles, body, (file, bytes) => changeFiles(services, params.id, withFile({ ...file, sha256: sha256Of(bytes) }), by))
}

async function showFiles(services: Services, context: ById, form?: FormState): Promise<Page | undefined> {
  const read = await readOwnBid(services, context.params.id, context.viewer, context.now)
  if (!read) return undefined
  const why = whyNotBid(openNeedOf(read.need), context.actor, context.now)
  return why ? notNowPage(read.needView, why, context) : filesPage(read.needView, read.view, context, form)
}

async function download(services: Services, { params, viewer, now, reply }: Context<{ id: string; file: string }>): Promise<undefined> {
  const read = await readBid(services, params.id, viewer, now)
  const file = read?.view.content?.attachments.find((one) => one.id === params.file)
  const bytes = file && (await services.bidFiles.read(file))
  if (file && bytes) await sendFile(reply, file, bytes)
}
