/**
 * Names that Windows takes for something else than a file of that name.
 *
 * @module
 */

/** Streams of a file, wildcards, separators; and what is dropped from the end. */
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[\0-\x1f<>:"/\\|?*]|[ .]$/;

/** Devices, which are in every directory and with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

/** Whether Windows has files of this name and takes it for nothing else. */
export function isWindowsName(name: string): boolean {
  return !FORBIDDEN.test(name) && !DEVICE.test(name);
}
