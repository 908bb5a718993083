/**
 * What has to be made or fetched before it can be run.
 *
 * @module
 */

import type { GivenModule, Preparing } from "./given_module.ts";

/**
 * Fetches a module that is named by a URL, and translates one that is text. A path is left alone.
 *
 * @throws SluiceError status 2 for a URL that is not to be trusted, 126 for text that is no module or
 * other bytes than the URL says, 127 for what cannot be had
 */
export async function prepareModule(
  source: string | Uint8Array,
  preparing: Preparing = {},
): Promise<GivenModule> {
  if (typeof source !== "string") return source;
  if (/^https?:/i.test(source)) {
    const { remoteModule } = await import("./remote_module.ts");
    return await remoteModule(source, preparing);
  }
  if (source.endsWith(".wat")) {
    const { textModule } = await import("./text_module.ts");
    return await textModule(source, preparing);
  }
  return source;
}
