/**
 * Landlock: beneath which directories a thread may open, make, remove and rename.
 *
 * It knows no stat, readlink, chmod or utimensat, and holds the thread that raises it with those that
 * it starts, up to Linux 6.19.
 *
 * @module
 */

import type { Access } from "../../../filesystem/access.ts";
import type { NetworkOpenings } from "../../host.ts";
import { EOPNOTSUPP } from "../../libc/errno.ts";
import { ColdInt, errno } from "../../libc/library.ts";
import { wallCalls } from "../../libc/wall_calls.ts";

const CREATE_RULESET = 444;
const ADD_RULE = 445;
const RESTRICT_SELF = 446;

const CREATE_RULESET_VERSION = 1;
const RULE_PATH_BENEATH = 1;
const RULE_NET_PORT = 2;
const RESTRICT_ALL_THREADS = 1 << 3;

/** The first version that can allow a rename from one directory to another. */
const LEAST_VERSION = 2;
const VERSION_WITH_TRUNCATE = 3;
const VERSION_WITH_TCP = 4;
const VERSION_WITH_DEVICES = 5;
const VERSION_WITH_SCOPES = 6;
const VERSION_WITH_ALL_THREADS = 8;

const EXECUTE = 1 << 0;
const WRITE_FILE = 1 << 1;
const READ_FILE = 1 << 2;
const READ_DIRECTORY = 1 << 3;
/** From REMOVE_DIR over MAKE_* to REFER: what changes names. */
const CHANGE_NAMES = 0x3ff0;
const TRUNCATE = 1 << 14;
const CONTROL_DEVICE = 1 << 15;

const BIND_TCP = 1 << 0;
const CONNECT_TCP = 1 << 1;
/** The most ports that get a rule each; of more, all are left to the grants. */
const MOST_PORTS = 256;
/** Abstract Unix sockets of other processes. */
const ABSTRACT_SOCKETS = 1 << 0;

const argument = new ColdInt();

/** A directory of the guest's, by its descriptor. */
export interface FencedDirectory {
  readonly fd: number;
  readonly access: Access;
}

/** Which version of Landlock the kernel has, or why there is none of use. */
export function landlockVersion(): number | string {
  const version = wallCalls.landlock_create_ruleset(
    CREATE_RULESET,
    null,
    sizeOf(0),
    CREATE_RULESET_VERSION,
  );
  if (version < 0) {
    return errno() === EOPNOTSUPP
      ? "Landlock is switched off in the kernel"
      : "the kernel has no Landlock";
  }
  return version < LEAST_VERSION ? "the kernel's Landlock is of its first version" : version;
}

/**
 * Restricts this thread, and the others where the kernel can, to these directories for good; they are
 * all that it can open from now on.
 *
 * There are two sets of rights and no third: a file cannot be renamed from a directory to another one
 * where more is allowed with it.
 *
 * @returns why it could not be done; then nothing is restricted
 */
export function restrict(
  version: number,
  directories: readonly FencedDirectory[],
  network?: NetworkOpenings,
): string | undefined {
  const reading = READ_FILE | READ_DIRECTORY;
  const truncate = version >= VERSION_WITH_TRUNCATE ? TRUNCATE : 0;
  const writing = reading | WRITE_FILE | CHANGE_NAMES | truncate;
  const device = version >= VERSION_WITH_DEVICES ? CONTROL_DEVICE : 0;
  const ports = portsOf(network);
  const ruleset = createRuleset(version, EXECUTE | writing | device, ports);
  if (ruleset < 0) return `Landlock answers ${errno()}`;
  try {
    for (const { fd, access } of directories) {
      if (!addRule(ruleset, fd, access === "read-only" ? reading : writing)) {
        return `Landlock does not know a directory: ${errno()}`;
      }
    }
    if (version >= VERSION_WITH_TCP && !addPorts(ruleset, ports)) {
      return `Landlock does not know a port: ${errno()}`;
    }
    const all = version >= VERSION_WITH_ALL_THREADS &&
      restrictSelf(ruleset, RESTRICT_ALL_THREADS);
    return all || restrictSelf(ruleset, 0) ? undefined : `Landlock cannot be raised: ${errno()}`;
  } finally {
    wallCalls.close(argument.of(ruleset));
  }
}

/** `struct landlock_ruleset_attr`: what is refused unless a rule allows it, and grew with versions. */
function createRuleset(version: number, files: number, ports: readonly FencedPorts[]): number {
  const tcp = ports.reduce((rights, { right }) => rights | right, 0);
  const attributes = new BigUint64Array([
    BigInt(files),
    ...version >= VERSION_WITH_TCP ? [BigInt(tcp)] : [],
    ...version >= VERSION_WITH_SCOPES ? [BigInt(ABSTRACT_SOCKETS)] : [],
  ]);
  return wallCalls.landlock_create_ruleset(
    CREATE_RULESET,
    new Uint8Array(attributes.buffer),
    sizeOf(attributes.byteLength),
    0,
  );
}

/** `struct landlock_path_beneath_attr`: rights of 64 bits and a descriptor, without a gap. */
function addRule(ruleset: number, directory: number, rights: number): boolean {
  const rule = new DataView(new ArrayBuffer(12));
  rule.setUint32(0, rights, true);
  rule.setInt32(8, directory, true);
  const bytes = new Uint8Array(rule.buffer);
  return wallCalls.landlock_add_rule(
    ADD_RULE,
    argument.of(ruleset),
    RULE_PATH_BENEATH,
    bytes,
    0,
  ) >= 0;
}

/** A right with the only ports for which it is given. */
interface FencedPorts {
  readonly right: number;
  readonly ports: readonly number[];
}

/** The rights of TCP that are fenced, which none is that is given for very many ports. */
function portsOf({ connect, listen }: Partial<NetworkOpenings> = {}): FencedPorts[] {
  const rights = [[CONNECT_TCP, connect], [BIND_TCP, listen]] as const;
  return rights.flatMap(([right, ranges = []]) => {
    const count = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    if (count > MOST_PORTS) return [];
    const ports = ranges.flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, i) => first + i)
    );
    return [{ right, ports }];
  });
}

/** `struct landlock_net_port_attr`: rights and a port, of 64 bits each. */
function addPorts(ruleset: number, fenced: readonly FencedPorts[]): boolean {
  return fenced.every(({ right, ports }) =>
    ports.every((port) => {
      const rule = new Uint8Array(new BigUint64Array([BigInt(right), BigInt(port)]).buffer);
      return wallCalls.landlock_add_rule(
        ADD_RULE,
        argument.of(ruleset),
        RULE_NET_PORT,
        rule,
        0,
      ) >= 0;
    })
  );
}

function restrictSelf(ruleset: number, flags: number): boolean {
  return wallCalls.landlock_restrict_self(RESTRICT_SELF, argument.of(ruleset), flags) >= 0;
}

function sizeOf(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new BigUint64Array([BigInt(bytes)]).buffer);
}
