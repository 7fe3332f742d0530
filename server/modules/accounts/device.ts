import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { derivedKey } from '../../secret-box.ts'

const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger\//, 'WeChat'], [/Edg(?:A|iOS)?\//, 'Edge'], [/OPR\//, 'Opera'], [/(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS)\//, 'Chrome'], [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux'],
]

/** `Firefox · Windows`: enough for its owner to know it again, too little to follow anybody by. Empty for programs. */
export function deviceName(userAgent = ''): string {
  return [BROWSERS, SYSTEMS].flatMap((known) => known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? []).join(' · ')
}

/** Accounts one browser is remembered for; the oldest is forgotten. */
const MOST_ACCOUNTS = 5

/**
 * A browser in which somebody has come in before keeps a proof of it, so that strangers who guess at the account can't
 * keep its owner out (OWASP: device cookies). `device~proof~proof…`, one proof for each account.
 */
export interface KnownDevices {
  /** Id of the device, if it is known for this account. */
  recognise(cookie: string | undefined, account: string): string | undefined
  /** The cookie that also remembers this account. */
  remember(cookie: string | undefined, account: string): string
}

export function createKnownDevices(secret: string): KnownDevices {
  const key = derivedKey(secret, 'known device')
  const proofOf = (device: string, account: string): string =>
    createHmac('sha256', key).update(`${device} ${account}`).digest('base64url').slice(0, 32)
  return {
    recognise(cookie = '', account) {
      const { device, proofs } = partsOf(cookie)
      const wanted = Buffer.from(proofOf(device, account))
      return proofs.some((proof) => timingSafeEqual(Buffer.from(proof), wanted)) ? device : undefined
    },
    remember(cookie = '', account) {
      const { device, proofs } = partsOf(cookie)
      const id = device || randomBytes(16).toString('base64url')
      const own = proofOf(id, account)
      return [id, own, ...proofs.filter((proof) => proof !== own)].slice(0, MOST_ACCOUNTS + 1).join('~')
    },
  }
}

function partsOf(cookie: string): { device: string; proofs: string[] } {
  if (!/^[\w-]{22}(?:~[\w-]{32}){0,5}$/.test(cookie)) return { device: '', proofs: [] }
  const [device = '', ...proofs] = cookie.split('~')
  return { device, proofs }
}
