/**
 * Modules that are named by a URL and the digest of their bytes.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { fetchBytes } from "../../host/fetch_bytes.ts";
import { cachedModule, cacheModule } from "../../host/module_cache.ts";
import { sha256 } from "../../host/sha256.ts";
import type { NamedModule, Preparing } from "./given_module.ts";

const DIGEST = /^#sha256=([0-9a-f]{64})$/;

/** Where a fetch does not leave this machine. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Fetches a module, or takes it from the cache.
 *
 * @param text the URL, `#sha256=` and 64 hexadecimal digits behind it
 * @throws SluiceError status 2 for a URL without a digest, whose hint has the right one, or one that is
 * not to be trusted; 126 for other bytes; 127 when there are none
 */
export async function remoteModule(text: string, preparing: Preparing): Promise<NamedModule> {
  const url = parse(text);
  const [, digest] = DIGEST.exec(url.hash.toLowerCase()) ?? [];
  if (digest === undefined && url.hash !== "") {
    throw new SluiceError(2, `${url.hash} is not #sha256= and 64 hexadecimal digits`, {
      hint: "without it, the right one is told",
    });
  }
  url.hash = "";
  const named = (bytes: Uint8Array<ArrayBuffer>) => ({
    name: url.href,
    baseName: url.pathname.slice(url.pathname.lastIndexOf("/") + 1),
    bytes,
  });
  const cached = digest === undefined ? undefined : await cachedModule(digest);
  if (cached !== undefined) return named(cached);
  const bytes = await fetched(url, preparing);
  const found = await sha256(bytes);
  if (digest === undefined) {
    throw new SluiceError(2, `${text} does not say which bytes are expected`, {
      hint: `${url.href}#sha256=${found}`,
    });
  }
  if (found !== digest) {
    throw new SluiceError(126, `${url.href} has other bytes: their digest is ${found}`);
  }
  cacheModule(digest, bytes);
  return named(bytes);
}

async function fetched(
  url: URL,
  { watch, over }: Preparing,
): Promise<Uint8Array<ArrayBuffer>> {
  using line = await watch?.(`fetching ${url.href}`);
  return await fetchBytes(url, (received, total) => line?.update(received, total), over);
}

function parse(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new SluiceError(2, `${text} is not a URL`);
  if (url.username !== "" || url.password !== "") {
    throw new SluiceError(2, "the URL of a module has a user or a password in it");
  }
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) {
    throw new SluiceError(2, `${text} would be fetched without encryption`, {
      hint: text.replace(/^http/i, "https"),
    });
  }
  return url;
}
