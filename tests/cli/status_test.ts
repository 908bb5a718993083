/**
 * The exit status of a guest that ran: its own, or that of a trap.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type Row, testRows } from "./rows.ts";
import { shell } from "./spawn.ts";
import { workspace } from "./workspace.ts";

/** Those that have a meaning of Sluice's own or a shell's, and some that have none. */
const STATUSES: readonly number[] = [
  ...[0, 1, 2, 3, 31, 32, 63, 64, 77, 100, 123, 124, 125, 126, 127, 128, 129, 130, 131, 133],
  ...[134, 135, 137, 139, 141, 143, 153, 192, 254, 255],
];

testRows("a guest's status up to 255 is passed on, without a word", [
  ...STATUSES.map((status): Row => ({
    name: `${status}`,
    words: ["exit.wasm", `${status}`],
    status,
    stdout: "before\n",
  })),
]);

testRows("a guest's status above 255 ends as 255, with one line", [
  ...[256, 257, 512, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1].map((status): Row => ({
    name: `${status}`,
    words: ["exit.wasm", `${status}`],
    status: 255,
    stdout: "before\n",
    error: new RegExp(`\\b${status}\\b.*\\b255\\b`),
    hint: null,
  })),
]);

const traps: readonly (readonly [how: string, message: RegExp])[] = [
  ["unreachable", /unreachable/],
  ["divide", /divide by zero/],
  ["overflow", /./],
  ["load", /memory access out of bounds/],
  ["store", /memory access out of bounds/],
  ["stack", /call stack exhausted/],
  ["call type", /./],
  ["call index", /table index/],
  ["convert", /float/],
];
testRows("a trap ends with 134 and says in one line what it was", [
  ...traps.map(([how, message]): Row => ({
    name: how,
    words: ["trap.wasm", how],
    status: 134,
    error: new RegExp(`^the guest trapped: .*${message.source}`),
    hint: null,
  })),
  {
    name: "in an export that --invoke calls",
    words: ["--invoke", "fall", "reactor.wasm"],
    status: 134,
    error: /^the guest trapped: unreachable$/,
  },
]);

Deno.test("a shell sees the status, and goes on with && and ||", async () => {
  using place = workspace();
  const { stdout, stderr } = await shell(
    `
      sluice exit.wasm 0 && echo then
      sluice exit.wasm 1 || echo "else $?"
      sluice trap.wasm divide 2>/dev/null; echo "trap $?"
      sluice exit.wasm 256 2>/dev/null; echo "large $?"
      ! sluice missing.wasm 2>/dev/null; echo "missing"
      sluice file 2>/dev/null || echo "no module $?"
      sluice --bogus 2>/dev/null || echo "usage $?"
    `,
    { cwd: place.path },
  );
  assertEquals(
    [stdout, stderr],
    [
      "before\nthen\nbefore\nelse 1\ntrap 134\nbefore\nlarge 255\nmissing\nno module 126\nusage 2\n",
      "",
    ],
  );
});
