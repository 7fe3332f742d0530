import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { FormState, Frame } from '../../server/http/page.ts'
import { createRenderer, type Renderer } from '../../server/plugins/renderer.ts'
import { VIEWS } from '../../server/root.ts'

export const frame: Frame = {
  locale: 'zh-CN',
  url: '/needs?track=a&sort=new',
  viewer: { name: '林岚', organisation: '示例新材料', roles: ['issuer', 'manager'] },
  navigation: [{ href: '/needs', label: '榜单', current: true, count: 3 }, { href: '/teams', label: '团队', current: false }],
  csrfToken: 'token-1',
  demo: true,
}

type Files = Parameters<Test['testdir']>[0]

/** A renderer over the real layout and partials, with templates of the test's own. */
export function rendererWith(t: Test, files: Files): Renderer {
  const viewsDir = t.testdir(files)
  for (const folder of ['layouts', 'partials', 'shared', 'assets', 'emails/layout']) cpSync(join(VIEWS, folder), join(viewsDir, folder), { recursive: true })
  return createRenderer({ viewsDir, cache: true })
}

/** Renders one template as a page. */
export function render(t: Test, template: string, model: Record<string, unknown> = {}, form?: FormState, other: Partial<Frame> = {}): string {
  const renderer = rendererWith(t, { trial: { 'page.hbs': template } })
  return renderer.page({ template: 'trial/page', title: '试页', model, ...(form ? { form } : {}) }, { ...frame, ...other })
}
