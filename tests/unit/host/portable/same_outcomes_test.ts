/**
 * Every operation on every kind of path, on both back ends: the same answer or code, and the same
 * tree afterwards. What differs is in DIFFERENCES, and every line there is met.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Directory, OpenOptions } from "../../../../lib/filesystem/directory.ts";
import type { Stat } from "../../../../lib/filesystem/stat.ts";
import { outcomeOf, utf8 } from "../../outcome.ts";
import { described, READ, Specials, type Twin, twins } from "./twins.ts";

/** A path in each of the ways in which one can be written. */
const PATHS = [
  ...["f", "f/", "f/.", "f/..", "f/x", "./f", ".//f", "sub/../f", "sub/./g", "sub//g", "sub/g/"],
  ...[
    "sub",
    "sub/",
    "sub//",
    "sub/.",
    "sub/./",
    "sub/..",
    "sub/../",
    "sub/../..",
    "empty",
    "empty/",
  ],
  ...[
    ".",
    "./",
    "..",
    "../",
    "./..",
    "../grant/f",
    "../secret",
    "sub/../../grant/f",
    "sub/../../secret",
  ],
  ...["/", "//f", "/etc/passwd", "missing", "missing/", "missing/.", "missing/..", "missing/x"],
  ...["missing/../../secret", "to_f", "to_f/", "to_f/.", "to_f/x", "to_sub", "to_sub/", "to_sub/."],
  ...["to_sub/..", "to_sub/g", "to_sub/../f", "slash_f", "slash_sub", "slash_sub/", "slash_new"],
  ...["dangling", "dangling/", "deep_dangling", "up", "up/", "out", "out/", "out/.", "out/secret"],
  ...["absolute", "inside", "inside/", "proc", "loop", "loop/", "ping", "self", "self/", "self/f"],
  ...["self/self/self/f", "parent", "parent/", "leaves", "leaves/g", "stays", "chain40", "chain41"],
  ...[
    "chain41/",
    "dot_sub",
    "dot_missing",
    "fifo",
    "fifo/",
    "socket",
    "socket/",
    "to_fifo",
    "deep_up",
  ],
  ...[
    "n".repeat(255),
    "n".repeat(256),
    `${"n".repeat(256)}/..`,
    "...",
    ".. ",
    "a\\b",
    "%2e%2e",
    "caf\u00e9",
  ],
  ...[
    "\ufffd",
    "\ufeffbom",
    "sub/new",
    "sub/new/",
    "to_sub/new",
    "other/way",
    "twice",
    "hard",
    "not_utf8",
  ],
];

/** The ways to open, as what differs from a plain reading one. */
const OPENS: readonly Partial<OpenOptions>[] = [
  {},
  { follow: false },
  { directory: true },
  { directory: true, follow: false },
  { read: false },
  { write: true },
  { write: true, read: false },
  { write: true, follow: false },
  { write: true, directory: true },
  { truncate: true },
  { truncate: true, read: false },
  { truncate: true, write: true, follow: false },
  { create: true },
  { create: true, follow: false },
  { create: true, directory: true },
  { create: true, write: true },
  { create: true, write: true, sync: "data" },
  { create: true, write: true, truncate: true },
  { create: true, write: true, exclusive: true },
  { create: true, exclusive: true, read: false, write: true, sync: "all" },
  { create: true, write: true, append: true },
  { exclusive: true },
  { append: true },
  { append: true, write: true },
];

const MINUTE = 60_000_000_000n;

type Operation = (directory: Directory, path: Uint8Array) => unknown;

/** The operations on one path. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...Object.fromEntries(OPENS.map((open): [string, Operation] => [
    `openAt ${JSON.stringify(open)}`,
    (directory, path) => described(directory.openAt(path, { ...READ, ...open })),
  ])),
  "statAt": (directory, path) => facts(directory.statAt(path, { follow: true })),
  "statAt nofollow": (directory, path) => facts(directory.statAt(path, { follow: false })),
  "setTimesAt": (directory, path) => setTimes(directory, path, true),
  "setTimesAt nofollow": (directory, path) => setTimes(directory, path, false),
  "setTimesAt unchanged": (directory, path) =>
    directory.setTimesAt(path, { follow: false }, "unchanged", "unchanged"),
  "createDirectoryAt": (directory, path) => directory.createDirectoryAt(path),
  "removeDirectoryAt": (directory, path) => directory.removeDirectoryAt(path),
  "unlinkFileAt": (directory, path) => directory.unlinkFileAt(path),
  "symlinkAt": (directory, path) => directory.symlinkAt(utf8("../anywhere"), path),
  "readlinkAt": (directory, path) => lossy(directory.readlinkAt(path)).replace(/sluice_\w+/, "*"),
};

/** Where the two are known to differ, and why. */
const DIFFERENCES: readonly [operation: RegExp, path: RegExp, kernel: RegExp, portable: RegExp][] =
  [
    // Deno's open would wait for the other end.
    [/^openAt/, /^(to_)?fifo$/, /stream|no-such-device/, /unsupported/],
    // There is no lutime.
    [/^setTimesAt nofollow$/, /./, /^\[/, /unsupported/],
    // Deno hands on no text that is not UTF-8.
    [/^(openAt|statAt$|setTimesAt$|readlinkAt)/, /^not_utf8$/, /./, /illegal-byte-sequence/],
  ];

Deno.test({
  name: "CheckedDirectory answers every operation on one path as ConfinedDirectory does",
  ignore: Deno.build.os !== "linux",
  async fn() {
    using specials = new Specials();
    const [kernel, portable] = await twins((grant) => buildMany(grant, specials));
    using _kernel = kernel;
    using _portable = portable;
    const met = new Set<number>();
    const findings: unknown[] = [];
    for (const [name, operation] of Object.entries(OPERATIONS)) {
      for (const path of PATHS) {
        compare(
          [kernel, portable],
          `${name} ${path}`,
          ({ directory }) => operation(directory, utf8(path)),
          (outcomes) => {
            const known = DIFFERENCES.findIndex(([operations, paths, ...expected]) =>
              operations.test(name) && paths.test(path) &&
              expected.every((pattern, i) => pattern.test(outcomes[i]!))
            );
            met.add(known);
            return known >= 0;
          },
          findings,
        );
      }
    }
    assertEquals(findings, []);
    assertEquals(DIFFERENCES.filter((_, i) => !met.has(i)), [], "differences that are none");
  },
});

/** The paths of operations on two: the kinds that one of the two ends can be. */
const FROM = [
  ...[
    "f",
    "f/",
    "f/.",
    "sub",
    "sub/",
    "sub/.",
    "sub/..",
    "empty",
    "empty/",
    ".",
    "..",
    "../secret",
  ],
  ...["/f", "missing", "missing/", "missing/x", "to_f", "to_f/", "to_sub", "to_sub/", "to_sub/g"],
  ...[
    "dangling",
    "up",
    "out",
    "out/",
    "out/secret",
    "inside",
    "loop",
    "self",
    "fifo",
    "hard",
    "sub/deep",
  ],
];
const TO = [
  ...FROM,
  ...[
    "new",
    "new/",
    "new/.",
    "sub/new",
    "sub/new/",
    "sub/deep/new",
    "to_sub/new",
    "out/new",
    "f/new",
  ],
  ...["../new", "dangling/", "n".repeat(256), "loop/new", "sub/g"],
];

const PAIRS: Readonly<Record<string, (twin: Twin, from: Uint8Array, to: Uint8Array) => unknown>> = {
  "renameAt": ({ directory }, from, to) => directory.renameAt(from, directory, to),
  "linkAt": ({ directory }, from, to) => directory.linkAt(from, { follow: false }, directory, to),
  "linkAt follow": ({ directory }, from, to) =>
    directory.linkAt(from, { follow: true }, directory, to),
  "renameAt to sub": ({ directory }, from, to) => {
    using sub = open(directory, "sub");
    directory.renameAt(from, sub, to);
  },
};

Deno.test({
  name: "CheckedDirectory answers every operation on two paths as ConfinedDirectory does",
  ignore: Deno.build.os !== "linux",
  async fn() {
    using specials = new Specials();
    const [kernel, portable] = await twins((grant) => buildFew(grant, specials));
    using _kernel = kernel;
    using _portable = portable;
    const findings: unknown[] = [];
    for (const [name, operation] of Object.entries(PAIRS)) {
      for (const from of FROM) {
        for (const to of TO) {
          compare(
            [kernel, portable],
            `${name} ${from} ${to}`,
            (twin) => operation(twin, utf8(from), utf8(to)),
            () => false,
            findings,
          );
        }
      }
    }
    assertEquals(findings, []);
  },
});

function compare(
  pair: readonly [Twin, Twin],
  what: string,
  operation: (twin: Twin) => unknown,
  isKnown: (outcomes: readonly string[]) => boolean,
  findings: unknown[],
): void {
  const [one, other] = pair.map((twin) => JSON.stringify([outcomeOf(() => operation(twin))]));
  const outcomes = [one!, other!];
  if (one !== other && !isKnown(outcomes)) findings.push([what, ...outcomes]);
  const [before, after] = pair.map((twin) => JSON.stringify(twin.snapshot()));
  if (before !== after && !isKnown(outcomes)) findings.push([what, ...outcomes, before, after]);
  if (pair.some((twin, i) => [before, after][i] !== JSON.stringify(twin.fresh))) {
    for (const twin of pair) twin.renew();
  }
}

/** Also of a text that is not UTF-8. */
function lossy(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function facts({ type, links, size }: Stat): unknown {
  return [type, String(links), type === "directory" ? "" : String(size)];
}

function setTimes(directory: Directory, path: Uint8Array, follow: boolean): unknown {
  directory.setTimesAt(path, { follow }, 3n * MINUTE, "unchanged");
  directory.setTimesAt(path, { follow }, "unchanged", 5n * MINUTE);
  const { accessed, modified } = directory.statAt(path, { follow });
  return [String(accessed / MINUTE), String(modified / MINUTE)];
}

function open(directory: Directory, path: string): Directory {
  return directory.openAt(utf8(path), { ...READ, directory: true }) as Directory;
}

/** What both tests need, with one of each kind. */
function buildFew(grant: string, specials: Specials): void {
  const at = (path: string) => `${grant}/${path}`;
  Deno.mkdirSync(at("../outside"));
  Deno.writeTextFileSync(at("../outside/secret"), "canary");
  Deno.writeTextFileSync(at("../secret"), "canary");
  for (const path of ["sub", "sub/deep", "empty"]) Deno.mkdirSync(at(path));
  for (const path of ["f", "sub/g", "twice"]) Deno.writeTextFileSync(at(path), `in ${path}`);
  Deno.linkSync(at("twice"), at("hard"));
  const links: Record<string, string> = {
    to_f: "f",
    to_sub: "sub",
    dangling: "new",
    up: "../secret",
    out: "../outside",
    inside: at("f"),
    loop: "loop",
    self: ".",
  };
  for (const [path, target] of Object.entries(links)) Deno.symlinkSync(target, at(path));
  specials.linkInto(grant, "fifo");
}

function buildMany(grant: string, specials: Specials): void {
  buildFew(grant, specials);
  const at = (path: string) => `${grant}/${path}`;
  for (const path of ["a\\b", "caf\u00e9", "\ufffd", "\ufeffbom"]) {
    Deno.writeTextFileSync(at(path), path);
  }
  Deno.mkdirSync(at("other"));
  const links: Record<string, string> = {
    slash_f: "f/",
    slash_sub: "sub/",
    slash_new: "new/",
    deep_dangling: "to_sub/new",
    "sub/up": "../../secret",
    deep_up: "sub/up",
    absolute: "/etc/passwd",
    proc: "/proc/self/root/etc/passwd",
    ping: "pong",
    pong: "ping",
    parent: "sub/..",
    leaves: "../grant/sub",
    stays: "sub/../f",
    dot_sub: "sub/.",
    dot_missing: "missing/.",
    "other/way": "../f",
    to_fifo: "fifo",
    chain1: "sub",
  };
  for (let i = 2; i <= 41; i++) links[`chain${i}`] = `chain${i - 1}`;
  for (const [path, target] of Object.entries(links)) Deno.symlinkSync(target, at(path));
  specials.linkInto(grant, "socket");
  specials.linkInto(grant, "not_utf8");
}
