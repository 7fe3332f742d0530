import type { KeptNotice, NoticeStore } from '../digests/notice-store.ts'
import { openValue, sealValue } from './cipher.ts'
import type { KeyVault } from './key-vault.ts'
import { NO_TIME, sealedTag } from './sealed-tag.ts'

/** More than anybody's inbox shows. */
const ALL = 10_000
export const tellsOfInterest = ({ to }: Pick<KeptNotice, 'to'>): boolean => /bidder|drafter|asker|follower/.test(to)

/** What a sealed row says; undefined when somebody changed or moved it. */
export function openedNotice(key: Buffer, row: Pick<KeptNotice, 'id' | 'facts' | 'readAt'>): KeptNotice | undefined {
  const notice = openValue(key, row.facts['sealed'], `notice ${row.id}`) as KeptNotice | undefined
  return notice && { ...notice, at: new Date(notice.at), readAt: row.readAt }
}

/** Notices to bidders, askers and followers are kept sealed: a row says neither who it is for, nor about which need, nor when. */
export function sealedNotices(base: NoticeStore, vault: Pick<KeyVault, 'workKeys'>): NoticeStore {
  const keyOf = async (): Promise<Buffer> => (await vault.workKeys()).notices
  const tagOf = async (kind: 'id' | 'person', value: string): Promise<string> => sealedTag(await keyOf(), kind, value)

  async function sealed(notice: KeptNotice): Promise<KeptNotice> {
    const id = await tagOf('id', notice.id)
    const hidden = { event: 'sealed', to: 'sealed', place: 'sealed', need: null, organisation: null } as unknown as Pick<KeptNotice, 'event' | 'to' | 'place' | 'need' | 'organisation'>
    const facts = { sealed: sealValue(await keyOf(), notice, `notice ${id}`) }
    return { ...hidden, id, person: await tagOf('person', notice.person), at: NO_TIME, facts, readAt: notice.readAt && NO_TIME }
  }

  const opened = async (row: KeptNotice): Promise<KeptNotice | undefined> => openedNotice(await keyOf(), row)

  return {
    ...base,
    keep: async (notice) => base.keep(tellsOfInterest(notice) ? await sealed(notice) : notice),
    async find(id) {
      const row = await base.find(await tagOf('id', id))
      return row ? opened(row) : base.find(id)
    },
    async of(person, limit) {
      const [plain, rows] = await Promise.all([base.of(person, limit), base.of(await tagOf('person', person), ALL)])
      const own = (await Promise.all(rows.map(opened))).filter((one) => one !== undefined)
      return [...plain, ...own].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? -1 : 1)).slice(0, limit)
    },
    unread: async (person) => (await base.unread(person)) + (await base.unread(await tagOf('person', person))),
    async readAll(person, until, now) {
      await base.readAll(person, until, now)
      await base.readAll(await tagOf('person', person), until, NO_TIME)
    },
    async read(person, id, now) {
      return (await base.read(person, id, now)) || base.read(await tagOf('person', person), await tagOf('id', id), NO_TIME)
    },
  }
}
