/** Points of sending one message, in the order in which they are passed. */
export const MAIL_POINTS = ['smtp.send begins', 'smtp.send before its end', 'smtp.send accepted'] as const
export type MailPoint = (typeof MAIL_POINTS)[number]

/** Shared with the mail thread: whether points count yet, those of the process too, then how often each of sending has been passed. */
export type MailDanger = Int32Array

export const mailDanger = (): MailDanger => new Int32Array(new SharedArrayBuffer(4 * (1 + MAIL_POINTS.length)))

export const arm = (danger: MailDanger): void => void Atomics.store(danger, 0, 1)

export const isArmed = (danger: MailDanger): boolean => Atomics.load(danger, 0) === 1

/** Counts a passing; returns which it is, 0 while nothing counts. */
export const passing = (danger: MailDanger, point: MailPoint): number =>
  isArmed(danger) ? Atomics.add(danger, 1 + MAIL_POINTS.indexOf(point), 1) + 1 : 0

export const passings = (danger: MailDanger): [string, number][] => MAIL_POINTS.map((point, i) => [point, Atomics.load(danger, 1 + i)])
