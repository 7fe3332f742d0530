import type { Around } from '../../store/aggregate-store.ts'
import type { Need } from '../competition/need.ts'
import type { KeyVault } from './key-vault.ts'

/**
 * The vault goes along with every need: a key pair before anybody can bid, a later date when the deadline moves, and
 * each confirmation of the opening. It is made for every need, with bids or without, so that having one says nothing.
 */
export function alongWithNeeds(vault: Pick<KeyVault, 'prepare' | 'confirm'>): Around<Need> {
  return {
    async before(after, before) {
      const { deadline } = after.content
      if (deadline && after.entered.published && !before?.entered.published) await vault.prepare(after.id, deadline)
      const fresh = after.opening.slice(before?.opening.length ?? 0)
      for (const confirmation of fresh) await vault.confirm(after.id, confirmation)
    },
    // Only once it is decided: a date that was moved for nothing would keep the bids closed too long.
    async after(after, before) {
      const { deadline } = after.content
      if (deadline && after.entered.published && before && deadline !== before.content.deadline) await vault.prepare(after.id, deadline)
    },
  }
}
