/**
 * What a trace and an audit have to know of the functions of WASI 0.2, beside their types.
 *
 * @module
 */

import type { Tagged } from "../../../component/values.ts";
import type { SocketAddress } from "../../../sockets/socket_address.ts";
import type { Operation } from "../../audit/records.ts";
import type { NetworkKind, Transport } from "./network_uses.ts";

/** The arguments of a call. Bytes among them can only be looked at before it is made. */
export type Arguments = readonly unknown[];

/** Bytes that were moved through one resource. */
export interface Bytes {
  readonly read: number;
  readonly written: number;
}

/** Whom a function of wasi:sockets is to reach, or where it listens. */
export interface Reach {
  readonly kind: NetworkKind;
  readonly transport: Transport;
  /** The addresses; undefined for the one that the socket has already. */
  readonly addresses: (args: Arguments) => readonly (SocketAddress | undefined)[];
  /** Whether it is the socket that has the address from then on, or what the call answers. */
  readonly of: "self" | "result";
}

/** What is to be known of a function. All is left out that it has nothing to do with. */
export interface FunctionFacts {
  /** What it does with the grants of the resources that it is passed: of each in turn, or of all. */
  readonly operations?: (args: Arguments) => readonly Operation[];
  /** The places of a descriptor and of the path below it. */
  readonly paths?: readonly (readonly [base: number, path: number])[];
  /** What it has moved, when it has succeeded, through each resource in turn. */
  readonly moves?: (args: Arguments) => (value: unknown) => readonly Bytes[];
  readonly reach?: Reach;
  /** Whether its answer is secret, or as good as that. */
  readonly isUntold?: boolean;
}

/** What is known of the function of this name. */
export function factsOf(name: string): FunctionFacts {
  return Object.hasOwn(FACTS, name) ? FACTS[name]! : {};
}

function does(...operations: readonly Operation[]): FunctionFacts {
  return { operations: () => operations };
}

/** @param paths where the path of each descriptor is */
function at(operation: Operation, ...paths: FunctionFacts["paths"] & object): FunctionFacts {
  return { ...does(operation), paths };
}

function reads(countOf: (value: unknown) => unknown): FunctionFacts {
  return {
    ...does("read"),
    moves: () => (value) => [{ read: Number(countOf(value)), written: 0 }],
  };
}

function writes(countOf: (args: Arguments) => unknown): FunctionFacts {
  return {
    ...does("write"),
    moves: (args) => {
      const written = Number(countOf(args));
      return () => [{ read: 0, written }];
    },
  };
}

const READ_BYTES = reads((value) => lengthOf(value));
const SKIP = reads((value) => value);
const WRITE_BYTES = writes(([, contents]) => lengthOf(contents));
const WRITE_ZEROES = writes(([, length]) => length);

const SPLICE: FunctionFacts = {
  ...does("write", "read"),
  moves: () => (value) => {
    const count = Number(value);
    return [{ read: 0, written: count }, { read: count, written: 0 }];
  },
};

const OPEN: FunctionFacts = {
  operations: ([, , , open, flags]) => [isForWriting(open, flags) ? "write" : "open"],
  paths: [[0, 2]],
};

const SEND: FunctionFacts = {
  ...does("send"),
  moves: ([, datagrams]) => {
    const sizes = (datagrams as readonly { data: unknown }[]).map(({ data }) => lengthOf(data));
    return (count) => [{ read: 0, written: sum(sizes.slice(0, Number(count))) }];
  },
  reach: {
    ...{ kind: "outbound", transport: "udp", of: "result" },
    addresses: ([, datagrams]) =>
      (datagrams as readonly { remoteAddress: unknown }[]).map(({ remoteAddress }) =>
        addressOf(remoteAddress)
      ),
  },
};

const RECEIVE: FunctionFacts = reads((datagrams) =>
  sum((datagrams as readonly { data: unknown }[]).map(({ data }) => lengthOf(data)))
);

const STEPS = { bind: ["inbound", "listen"], connect: ["outbound", "connect"] } as const;

/** The two functions of a step of a socket. */
function steps(step: keyof typeof STEPS, transport: Transport): Record<string, FunctionFacts> {
  const [kind, operation] = STEPS[step];
  const facts = (addresses: Reach["addresses"]): FunctionFacts => ({
    ...does(operation),
    reach: { kind, transport, addresses, of: "self" },
  });
  return {
    [`start-${step}`]: facts(([, , address]) => [addressOf(address)]),
    [`finish-${step}`]: facts(() => [undefined]),
  };
}

/** By resource, and the name of the method. */
const METHODS: Readonly<Record<string, Readonly<Record<string, FunctionFacts>>>> = {
  "descriptor": {
    "advise": does("status"),
    "create-directory-at": at("change", [0, 1]),
    "is-same-object": does("status"),
    "link-at": at("change", [0, 2], [3, 4]),
    "metadata-hash": does("status"),
    "metadata-hash-at": at("status", [0, 2]),
    "open-at": OPEN,
    "read": reads((value) => lengthOf((value as readonly unknown[])[0])),
    "read-directory": does("list"),
    "readlink-at": at("status", [0, 1]),
    "remove-directory-at": at("change", [0, 1]),
    "rename-at": at("change", [0, 1], [2, 3]),
    "set-size": does("write"),
    "set-times": does("change"),
    "set-times-at": at("change", [0, 2]),
    "stat": does("status"),
    "stat-at": at("status", [0, 2]),
    "symlink-at": at("change", [0, 2]),
    "sync": does("status"),
    "sync-data": does("status"),
    "unlink-file-at": at("change", [0, 1]),
    "write": { ...does("write"), moves: () => (value) => [{ read: 0, written: Number(value) }] },
  },
  "directory-entry-stream": { "read-directory-entry": does("list") },
  "input-stream": {
    "read": READ_BYTES,
    "blocking-read": READ_BYTES,
    "skip": SKIP,
    "blocking-skip": SKIP,
  },
  "output-stream": {
    "write": WRITE_BYTES,
    "blocking-write-and-flush": WRITE_BYTES,
    "write-zeroes": WRITE_ZEROES,
    "blocking-write-zeroes-and-flush": WRITE_ZEROES,
    "splice": SPLICE,
    "blocking-splice": SPLICE,
  },
  "pollable": { "ready": does("wait"), "block": does("wait") },
  "tcp-socket": {
    ...steps("bind", "tcp"),
    ...steps("connect", "tcp"),
    "start-listen": does("listen"),
    "finish-listen": does("listen"),
    "accept": does("connect"),
    "shutdown": does("connect"),
  },
  "udp-socket": {
    ...steps("bind", "udp"),
    "stream": {
      operations: ([, address]) => address === undefined ? [] : ["send"],
      reach: {
        ...{ kind: "outbound", transport: "udp", of: "result" },
        addresses: ([, address]) => address === undefined ? [] : [addressOf(address)],
      },
    },
  },
  "incoming-datagram-stream": { "receive": RECEIVE },
  "outgoing-datagram-stream": { "send": SEND },
  "resolve-address-stream": { "resolve-next-address": does("resolve") },
};

/** What is known, by the names of functions in their interfaces. */
export const FACTS: Readonly<Record<string, FunctionFacts>> = {
  "create-tcp-socket": does("connect"),
  "create-udp-socket": does("send"),
  "get-environment": { ...does("environment"), isUntold: true },
  "get-arguments": { isUntold: true },
  "get-random-u64": { isUntold: true },
  "get-insecure-random-u64": { isUntold: true },
  "insecure-seed": { isUntold: true },
  "poll": does("wait"),
  "resolve-addresses": does("resolve"),
  ...Object.fromEntries(
    Object.entries(METHODS).flatMap(([resource, methods]) =>
      Object.entries(methods).map(([name, facts]) => [`[method]${resource}.${name}`, facts])
    ),
  ),
};

/** Whether a read-only directory refuses it. */
function isForWriting(open: unknown, flags: unknown): boolean {
  const { create, truncate } = open as Readonly<Record<string, boolean>>;
  const { write, mutateDirectory } = flags as Readonly<Record<string, boolean>>;
  return [create, truncate, write, mutateDirectory].includes(true);
}

function lengthOf(bytes: unknown): number {
  return (bytes as Uint8Array).length;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** An `ip-socket-address`, or none. */
function addressOf(given: unknown): SocketAddress | undefined {
  if (given === undefined) return undefined;
  const { tag: family, value } = given as Tagged<"ipv4" | "ipv6", unknown>;
  const { address: parts, port } = value as { address: readonly number[]; port: number };
  return { ip: { family, parts }, port };
}
