/**
 * Fetching by HTTP.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { requirePermission } from "./permission.ts";

/** As for a file. */
const MAX_SIZE = 1 << 30;

const MAX_REDIRECTS = 5;

/** Told how much has come, and of how much where that is known. */
export type OnProgress = (received: number, total: number | undefined) => void;

/**
 * The bytes behind a URL.
 *
 * @param over gives up when it is aborted
 * @throws SluiceError status 127 when they cannot be had, 126 when they are more than 1 GiB or another
 * origin has them, 2 without the permission
 */
export async function fetchBytes(
  url: URL,
  onProgress: OnProgress = () => {},
  over?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  requirePermission({ name: "net", host: url.host });
  try {
    const response = await follow(url, over ?? null);
    if (!response.ok) {
      await response.body?.cancel();
      throw new SluiceError(127, `${url.href} cannot be fetched: status ${response.status}`);
    }
    return await bodyOf(response, url, onProgress);
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw new SluiceError(127, `${url.href} cannot be fetched`, { cause: error });
  }
}

/** Follows redirections, as long as they stay with the origin that the user named. */
async function follow(url: URL, signal: AbortSignal | null): Promise<Response> {
  let at = url;
  for (let count = 0; count <= MAX_REDIRECTS; count++) {
    const response = await fetch(at, { redirect: "manual", credentials: "omit", signal });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    at = new URL(location, at);
    if (at.origin !== url.origin) {
      throw new SluiceError(126, `${url.href} leads to another origin, ${at.origin}`);
    }
  }
  throw new SluiceError(127, `${url.href} cannot be fetched: it is redirected too often`);
}

async function bodyOf(
  response: Response,
  url: URL,
  onProgress: OnProgress,
): Promise<Uint8Array<ArrayBuffer>> {
  const length = response.headers.get("content-length");
  const total = length === null ? undefined : Number(length);
  if (total !== undefined && total > MAX_SIZE) {
    await response.body?.cancel();
    throw tooLarge(url);
  }
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response.body ?? []) {
    received += chunk.length;
    if (received > MAX_SIZE) throw tooLarge(url);
    chunks.push(chunk);
    onProgress(received, total);
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(url: URL): SluiceError {
  return new SluiceError(126, `${url.href} is larger than 1 GiB`);
}
