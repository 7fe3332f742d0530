import type { Part } from '../../seed/demo/people.ts'
import type { TestApp } from '../support/app.ts'

/**
 * What one of the cast was told, oldest first, by the beginnings of its subjects. Read from their inbox: mail that nobody
 * else may know of is not kept where mail can be looked at.
 */
export async function toldTo(app: TestApp, part: Part): Promise<string[]> {
  await app.settle()
  const { items } = (await (await app.as(part)).api('GET', '/my/notices')).json() as { items: { subject: string }[] }
  return items.map((one) => one.subject.split('：')[0] ?? '').reverse()
}
