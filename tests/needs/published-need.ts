import type { TestApp } from '../support/app.ts'
import { completeNeed } from './need-content.ts'

/** A need brought to the public by the people whose part that is; answers its id. */
export async function publishedNeed(app: TestApp, changes: object = {}): Promise<string> {
  const [owner, officer] = [await app.as('owner'), await app.as('officer')]
  const { id } = (await owner.api('POST', '/needs', completeNeed(changes))).json() as { id: string }
  const steps = [
    await owner.api('POST', `/needs/${id}/submission`, {}),
    await officer.api('POST', `/staff/needs/${id}/approval`, { publishAt: null }),
    await officer.api('POST', `/staff/needs/${id}/publication`, {}),
  ]
  for (const step of steps) if (step.statusCode !== 200) throw new Error(step.body)
  await app.settle()
  return id
}
