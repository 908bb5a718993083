import { assertEquals } from "@std/assert";
import { leastGrants } from "../../../../lib/runner/audit/least_grants.ts";
import type { AuditRecord, Operation } from "../../../../lib/runner/audit/records.ts";
import { refusalOf } from "../../outcome.ts";

const NOTHING = "--stdin null --stdout null --stderr null";

/** The use of a directory. */
function uses(text: string, operation: Operation, directory = "."): AuditRecord {
  return { kind: "use", grant: ["--dir", text], operation, directory };
}

/** The use of the network. */
function reached(option: string, value: string, operation: Operation, part?: string): AuditRecord {
  const grant = [`--allow-${option}`, value];
  return { kind: "use", grant, operation, ...part !== undefined && { part } };
}

/** The use of anything else. */
function used(...grant: readonly string[]): AuditRecord {
  return { kind: "use", grant, operation: "read" };
}

/** An audit with these records. */
function audit(...records: readonly AuditRecord[]): string {
  return [{ kind: "audit", version: 1 }, ...records].map((one) => `${JSON.stringify(one)}\n`).join(
    "",
  );
}

Deno.test("leastGrants() leaves out what was not used, and takes away what was not needed", () => {
  const rows: readonly [records: readonly AuditRecord[], expected: string][] = [
    [[], NOTHING],
    [[used("--stdin", "inherit")], "--stdout null --stderr null"],
    [[used("--stdout", "file:out")], "--stdin null --stdout file:out --stderr null"],
    [[used("--env", "A=1"), used("--inherit-env")], `--env A=1 --inherit-env ${NOTHING}`],
    [[used("--stream", "S=tcp:h:1")], `--stream S=tcp:h:1 ${NOTHING}`],
    [[uses("d::/d", "open")], `--dir d::/d::ro ${NOTHING}`],
    [[uses("d", "status")], `--dir d::d::ro ${NOTHING}`],
    [[uses("d::/d", "open"), uses("d::/d", "write")], `--dir d::/d ${NOTHING}`],
    [[uses("d::/d", "change")], `--dir d::/d ${NOTHING}`],
    [[uses("d::/d::ro", "write")], `--dir d::/d::ro ${NOTHING}`],
    [
      [uses("d::/d::fd_read+fd_write+path_open", "open")],
      `--dir d::/d::fd_read+path_open ${NOTHING}`,
    ],
    [[uses("d::/d::fd_read+fd_write", "write")], `--dir d::/d::fd_read+fd_write ${NOTHING}`],
    [[uses("d::/d", "open", "a/b")], `--dir d/a/b::/d/a/b::ro ${NOTHING}`],
    [[uses("/::/", "open", "a")], `--dir /a::/a::ro ${NOTHING}`],
    [[uses(".", "open", "a")], `--dir ./a::a::ro ${NOTHING}`],
    [
      [uses("d::/d", "open", "a/b"), uses("d::/d", "write", "a/c")],
      `--dir d/a::/d/a ${NOTHING}`,
    ],
    [[uses("d::/d", "open", "a"), uses("d::/d", "open", "b")], `--dir d::/d::ro ${NOTHING}`],
    [
      [uses(".::/", "open", "d"), uses("x::/d", "open")],
      `--dir .::/::ro --dir x::/d::ro ${NOTHING}`,
    ],
    [
      [{ kind: "refusal", operation: "write", call: "path_open", result: "NOTCAPABLE", name: "x" }],
      NOTHING,
    ],
  ];
  for (const [records, expected] of rows) {
    assertEquals(leastGrants(audit(...records)).join(" "), expected);
  }
});

Deno.test("leastGrants() leaves of the network what was reached", () => {
  const [any, one, other] = ["tcp://*:*", "tcp://a.example:443", "tcp://192.0.2.1:80"];
  const rows: readonly [records: readonly AuditRecord[], expected: string][] = [
    [[reached("outbound", any, "connect", one)], `--allow-outbound ${one}`],
    [
      [
        reached("outbound", any, "connect", one),
        reached("outbound", any, "read", one),
        reached("outbound", any, "connect", other),
        reached("outbound", other, "connect", other),
      ],
      `--allow-outbound ${one} --allow-outbound ${other}`,
    ],
    // What the audit has no more room for.
    [
      [reached("outbound", any, "connect", one), reached("outbound", any, "connect", any)],
      `--allow-outbound ${any}`,
    ],
    // To ask for a name, and to send from a port.
    [[reached("outbound", "tcp://a.example:80", "resolve")], "--allow-outbound tcp://a.example:80"],
    [
      [
        reached("outbound", "tcp://a.example:*", "resolve"),
        reached("outbound", "tcp://a.example:*", "connect", one),
      ],
      `--allow-outbound ${one}`,
    ],
    [[reached("resolve", "*", "resolve", "a.example")], "--allow-resolve a.example"],
    // Whoever may reach what a name stands for may ask for it.
    [
      [reached("resolve", "*", "resolve", "a.example"), reached("outbound", any, "connect", one)],
      `--allow-outbound ${one}`,
    ],
    [
      [
        reached("outbound", "tcp://a.example:80", "resolve"),
        reached("outbound", one, "connect", one),
      ],
      `--allow-outbound ${one}`,
    ],
    [
      [
        reached("resolve", "*", "resolve", "a.example"),
        reached("outbound", any, "connect", `${one}#ipv6-only`),
        reached("inbound", any, "listen", one),
      ],
      `--allow-resolve a.example --allow-outbound ${one}#ipv6-only --allow-inbound ${one}`,
    ],
    [
      [reached("inbound", "udp://*:*", "listen", "udp://127.0.0.1:53")],
      "--allow-inbound udp://127.0.0.1:53",
    ],
  ];
  for (const [records, expected] of rows) {
    assertEquals(leastGrants(audit(...records)).join(" "), `${expected} ${NOTHING}`);
  }
});

Deno.test("leastGrants() takes several audits as one run, and leaves out a line that is cut off", () => {
  const two = audit(uses("d::/d", "open")) + audit(uses("d::/d", "write")) + '{"kind":"us';
  assertEquals(leastGrants(two), ["--dir", "d::/d", ...NOTHING.split(" ")]);
});

Deno.test("leastGrants() refuses with status 2 what is no audit", () => {
  const rows: readonly string[] = [
    "",
    "hello\n",
    "[]\n",
    "null\n",
    '{"kind":"audit","version":2}\n',
    JSON.stringify(uses("d", "open")) + "\n",
    `${audit()}{"kind":"use"}\n`,
    `${audit()}{"kind":"use","grant":[],"operation":"read"}\n`,
    `${audit()}{"kind":"use","grant":["--dir",1],"operation":"read"}\n`,
    `${audit()}{"kind":"other"}\n`,
    `${audit()}{"kind":"use","grant":["--allow-resolve","*"],"operation":"resolve","part":1}\n`,
    audit(uses("d::/d::x", "open")),
  ];
  for (const text of rows) assertEquals(refusalOf(() => leastGrants(text)).status, 2, text);
});
