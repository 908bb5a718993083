/**
 * The fewest options that give a component what it imports.
 *
 * @module
 */

import type { ComponentDescription } from "../../component/describe.ts";

/** The export that makes it a command. */
const RUN = /^wasi:cli\/run@/;

/** Functions that are of no use without a directory; an interface and a function in it. */
const NEEDS_DIRECTORY = /^wasi:filesystem\/types \[method\]descriptor\.(.*-at|read-directory)$/;

/** Functions that are of no use in a directory that can only be read. */
const WRITES =
  /\.(create-directory|link|remove-directory|rename|set-times|symlink|unlink-file)-at$|\.set-(size|times)$|\bdescriptor\.write$/;

/** Functions that are of no use without a grant of the network, and the one that is enough for all. */
const NETWORK: readonly (readonly [name: RegExp, option: string, value: string])[] = [
  [/^wasi:sockets\/tcp .*\.start-connect$/, "--allow-outbound", "tcp://*:*"],
  [/^wasi:sockets\/udp .*\.send$/, "--allow-outbound", "udp://*:*"],
  [/^wasi:sockets\/tcp .*\.start-listen$/, "--allow-inbound", "tcp://*:*"],
  [/^wasi:sockets\/ip-name-lookup resolve-addresses$/, "--allow-resolve", "*"],
];

/** What sends datagrams gets the answers; what only receives them needs this. */
const RECEIVES = /^wasi:sockets\/udp .*\.receive$/;

/** A function that has to do with a resource, which has no form as a value. */
const OF_RESOURCE = /\[(constructor|method|static)\]/;

/**
 * What a user has to grant, as far as functions that it imports tell: whom a component will reach they do
 * not, so that the network is granted as a whole.
 *
 * @returns words of a command line, without the component
 */
export function leastComponentOptions({ imports, exports }: ComponentDescription): string[] {
  const names = imports.flatMap(({ name, functions = [] }) =>
    functions.map((one) => `${name.replace(/@.*$/, "")} ${one.name}`)
  );
  const uses = (pattern: RegExp) => names.some((name) => pattern.test(name));
  const options: string[] = [];
  if (uses(NEEDS_DIRECTORY)) options.push("--dir", uses(WRITES) ? ".::/" : ".::/::ro");
  for (const [name, option, value] of NETWORK) if (uses(name)) options.push(option, value);
  if (uses(RECEIVES) && !options.includes("udp://*:*")) {
    options.push("--allow-inbound", "udp://*:*");
  }
  const callable = exports.flatMap(({ name, kind, functions = [] }) =>
    kind === "function" ? [name] : functions.map((one) => `${name}#${one.name}`)
  ).find((name) => !OF_RESOURCE.test(name));
  const isCommand = exports.some(({ name }) => RUN.test(name));
  if (!isCommand && callable !== undefined) options.push("--invoke", `${callable}()`);
  return options;
}
