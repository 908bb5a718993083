/**
 * Names of hosts, as guests write them.
 *
 * @module
 */

/** As long as a domain name can be. */
const MAX_NAME = 253;

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * A name in ASCII and lower case, without the stop at its end: in IDNA where it has other characters.
 *
 * What ends in a number is no name. Resolvers take `0x7f.1` and `2130706433` for addresses, which nobody
 * who grants names can have meant.
 *
 * @returns undefined for what is no name
 */
export function asciiName(text: string): string | undefined {
  if (text.length > MAX_NAME + 1) return undefined;
  const ascii = /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : idna(text);
  const name = ascii?.replace(/\.$/, "");
  if (name === undefined || name.length > MAX_NAME) return undefined;
  const labels = name.split(".");
  if (!labels.every((label) => LABEL.test(label))) return undefined;
  return /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1)!) ? undefined : name;
}

/** Whether a name is one of this machine's own, whose addresses are those of the loopback interface. */
export function isLocalhost(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost");
}

/** Labels are converted one by one, so that nothing of a URL around them is read into them. */
function idna(text: string): string | undefined {
  const labels = text.split(/[.\u3002\uff0e\uff61]/).map((label) =>
    /^[\0-\x7f]*$/.test(label) || /[^\p{L}\p{M}\p{N}\p{Pd}\u200c\u200d\u00b7]/u.test(label)
      ? label
      : URL.parse(`http://${label}.invalid/`)?.hostname.replace(/\.invalid$/, "") ?? ""
  );
  return labels.join(".").toLowerCase();
}
