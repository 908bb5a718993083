/**
 * The types that functions of `wasi:sockets` use. `error-code` is another one than in wasi:filesystem.
 *
 * @module
 */

import type { Interface, Typed } from "../interface.ts";
import { interfaceOf } from "../interface.ts";

const OCTETS = "tuple<u8, u8, u8, u8>";
const GROUPS = "tuple<u16, u16, u16, u16, u16, u16, u16, u16>";

const TYPES: Readonly<Record<string, string>> = {
  "duration": "u64",
  "error-code": "enum { unknown, access-denied, not-supported, invalid-argument, out-of-memory, " +
    "timeout, concurrency-conflict, not-in-progress, would-block, invalid-state, new-socket-limit, " +
    "address-not-bindable, address-in-use, remote-unreachable, connection-refused, " +
    "connection-reset, connection-aborted, datagram-too-large, name-unresolvable, " +
    "temporary-resolver-failure, permanent-resolver-failure }",
  "incoming-datagram": "record { data: list<u8>, remote-address: ip-socket-address }",
  "ip-address": `variant { ipv4(${OCTETS}), ipv6(${GROUPS}) }`,
  "ip-address-family": "enum { ipv4, ipv6 }",
  "ip-socket-address": `variant { ipv4(record { port: u16, address: ${OCTETS} }), ` +
    `ipv6(record { port: u16, flow-info: u32, address: ${GROUPS}, scope-id: u32 }) }`,
  "outgoing-datagram": "record { data: list<u8>, remote-address: option<ip-socket-address> }",
  "shutdown-type": "enum { receive, send, both }",
};

/** A name of a type where one is wanted: not that of a field, which a colon follows. */
const WORD = /[a-z][a-z0-9-]*(?!\w*:)(?![a-z0-9-])/g;

/** As {@linkcode interfaceOf}, with the types of wasi:sockets. */
export function socketInterfaceOf(
  typed: Readonly<Record<string, Typed>>,
  resources?: Interface["resources"],
  waiting?: readonly string[],
): Interface {
  const entries = Object.entries(typed);
  return interfaceOf(
    Object.fromEntries(entries.map(([name, [type, call]]) => [name, [expand(type), call]])),
    resources,
    waiting,
  );
}

function expand(text: string): string {
  return text.replace(WORD, (word) => {
    const definition = Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
    return definition === undefined ? word : expand(definition);
  });
}
