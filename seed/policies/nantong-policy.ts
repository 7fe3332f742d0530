import type { Policy } from '../../server/modules/policies/policy.ts'
import nantongDefault from './nantong-default.json' with { type: 'json' }

/** The pack a new installation starts with; see README.md for the sources of its calendar. */
export const NANTONG_DEFAULT = nantongDefault as Policy
