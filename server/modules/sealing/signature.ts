import { createPublicKey, verify } from 'node:crypto'

/** Whether Ed25519 `signature` of `text` is by the holder of `publicKey`; both in base64url. Whatever is malformed is not. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}
