/**
 * The grammar of what stands behind a stream: `file:PATH`, `tcp:HOST:PORT` and so on.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { StreamSpec } from "./grant.ts";
import { nearest } from "./nearest.ts";
import { formatSocketAddress, parseSocketAddress } from "./socket_address.ts";

/** A kind of stream, with the form in which it is written. */
type Form = readonly [kind: StreamSpec["kind"], written: string];

const FORMS: readonly Form[] = [
  ["inherit", "inherit"],
  ["null", "null"],
  ["file", "file:PATH"],
  ["append", "append:PATH"],
  ["fd", "fd:N"],
  ["tcp", "tcp:HOST:PORT"],
  ["listen", "listen:HOST:PORT"],
];

/** The greatest number of a descriptor. */
const MAX_DESCRIPTOR = 2 ** 31 - 1;

/**
 * Reads a stream specification as the command line has it.
 *
 * @param option the option that carries it, for the message: what makes no sense for it is refused
 * @param name what the stream is called, where it has a name
 * @throws SluiceError status 2 when it is malformed, or not for this option
 */
export function parseStreamSpec(option: string, text: string, name?: string): StreamSpec {
  const forms = FORMS.filter(([kind]) => isFor(option, kind));
  const [scheme, value] = split(text);
  const spec = forms.some(([kind]) => kind === scheme) ? specOf(scheme, value) : undefined;
  if (spec !== undefined) return spec;
  const before = `${option} ${name === undefined ? "" : `${name}=`}`;
  throw new SluiceError(2, `${before}${text} is not a stream`, {
    hint: `${before}${hintOf(scheme, value, forms)}`,
  });
}

/**
 * Checks a specification that a program gave as data, by what the command line could say.
 *
 * @param name what the stream is called, where it has a name
 * @throws SluiceError status 2, as {@linkcode parseStreamSpec}
 */
export function checkStreamSpec(option: string, spec: StreamSpec, name?: string): void {
  parseStreamSpec(option, formatStreamSpec(spec), name);
}

/** A specification as {@linkcode parseStreamSpec} reads it. */
export function formatStreamSpec(spec: StreamSpec): string {
  switch (spec.kind) {
    case "inherit":
    case "null":
      return spec.kind;
    case "file":
    case "append":
      return `${spec.kind}:${spec.path}`;
    case "fd":
      return `fd:${spec.number}`;
    case "tcp":
    case "listen":
      return `${spec.kind}:${formatSocketAddress(spec)}`;
  }
}

/** Only what is a standard stream can be inherited, and only what is none can accept connections. */
function isFor(option: string, kind: StreamSpec["kind"]): boolean {
  switch (kind) {
    case "inherit":
      return option !== "--stream";
    case "append":
      return option !== "--stdin";
    case "listen":
      return option === "--stream";
    default:
      return true;
  }
}

function specOf(scheme: string, value: string | undefined): StreamSpec | undefined {
  if (value === undefined) {
    return scheme === "inherit" || scheme === "null" ? { kind: scheme } : undefined;
  }
  switch (scheme) {
    case "file":
    case "append":
      return value === "" ? undefined : { kind: scheme, path: value };
    case "fd": {
      const number = /^\d+$/.test(value) ? Number(value) : NaN;
      return number <= MAX_DESCRIPTOR ? { kind: "fd", number } : undefined;
    }
    case "tcp":
    case "listen": {
      const address = parseSocketAddress(value);
      // Nobody can connect to port 0; to listen there is to take any free one.
      const fits = address !== undefined && (scheme === "listen" || address.port !== 0);
      return fits ? { kind: scheme, ...address } : undefined;
    }
    default:
      return undefined;
  }
}

/** The form that was meant, or all of them. */
function hintOf(scheme: string, value: string | undefined, forms: readonly Form[]): string {
  // A path by itself.
  if (value === undefined && /[./]/.test(scheme)) return `file:${scheme}`;
  const typed = scheme.toLowerCase();
  // So short a word is near to others that nobody could have meant, such as udp to fd.
  const near = nearest(typed, forms.map(([kind]) => kind).filter((kind) => kind[0] === typed[0]));
  const meant = forms.find(([kind]) => kind === near)?.[1];
  if (meant === undefined) {
    const written = forms.map(([, form]) => form);
    return `${written.slice(0, -1).join(", ")} or ${written.at(-1)}`;
  }
  if (near !== "tcp" && near !== "listen") return meant;
  if (near === "listen" && /^:?\d+$/.test(value ?? "")) {
    return `listen:127.0.0.1:${value!.replace(":", "")}, or 0.0.0.0 for all who reach this machine`;
  }
  return /:.*:/.test(value ?? "") ? `${near}:[IPv6]:PORT or ${meant}` : meant;
}

function split(text: string): [scheme: string, value: string | undefined] {
  const colon = text.indexOf(":");
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}
