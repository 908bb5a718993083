/**
 * SHA-256.
 *
 * @module
 */

/** The digest of bytes, in hexadecimal digits of lower case. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
