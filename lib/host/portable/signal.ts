/**
 * Signals by way of Deno.
 *
 * @module
 */

/** Makes a write beyond the limit of file sizes fail with `file-too-large`, instead of ending us. */
export function catchFileSizeSignal(): void {
  if (Deno.build.os === "windows") return;
  Deno.addSignalListener("SIGXFSZ", () => {});
}
