import { isSignedBy } from '../sealing/signature.ts'
import type { Head } from './merkle-tree.ts'

/** The log as it stood: whoever keeps one of these can tell later whether anything before it was changed or cut off. */
export interface SignedHead extends Head { at: Date; signature: string }

/** What is signed: plain text, so that anybody can check it with a tool of their own. */
export const headText = ({ size, root, at }: Omit<SignedHead, 'signature'>): string => `jiebang log head 1\n${size}\n${root}\n${at.toISOString()}\n`

export const isSignedHead = (head: SignedHead, publicKey: string): boolean => isSignedBy(publicKey, headText(head), head.signature)

/** A head on one line, as it stands in mails and as `audit:verify --head` takes it. */
export const headLine = ({ size, root }: Head): string => `${size}:${root}`
