import { assertEquals, assertThrows } from "@std/assert";
import {
  encodeMessage,
  type Message,
  MessageReader,
} from "../../../../lib/runner/own_process/messages.ts";
import { utf8 } from "../../outcome.ts";

const MESSAGES: readonly Message[] = [
  { kind: "begun" },
  { kind: "warning", message: "a line\nand another, \u{1f980}" },
  {
    kind: "trace",
    record: {
      ...{ kind: "call", name: "fd_close", arguments: { fd: { fd: 9 } }, result: "BADF" },
      ...{ results: {}, microseconds: 1.5, grants: [] },
    },
  },
  {
    kind: "trace",
    record: {
      kind: "summary",
      calls: { fd_read: 1 },
      handles: [{ name: "stdin", read: 1, written: 0 }],
      refusals: [{ call: "path_open", result: "BADF", name: "/x", times: 2 }],
    },
  },
  { kind: "audit", record: { kind: "audit", version: 1 } },
  { kind: "audit", record: { kind: "use", grant: ["--dir", "d"], operation: "read" } },
  { kind: "outcome", outcome: { status: 1, ended: "exit", hint: "--dir d" } },
  { kind: "outcome", outcome: { status: 2 ** 32 - 1, ended: "exit" } },
  { kind: "outcome", outcome: { status: 134, ended: "trap", message: "unreachable" } },
  { kind: "outcome", outcome: { status: 0, ended: "exit", results: [] } },
  {
    kind: "outcome",
    outcome: {
      status: 0,
      ended: "exit",
      results: [-1, 2n ** 63n - 1n, -(2n ** 63n), -0, 0, NaN, -Infinity, 0.1, 5e-324],
    },
  },
  { kind: "refusal", refusal: { status: 126, message: "no", hint: "yes" } },
  { kind: "refusal", refusal: { status: 2, message: "no", hint: undefined } },
];

/** The messages that come of bytes which arrive in parts of this size. */
function messagesIn(bytes: Uint8Array, size: number): Message[] {
  const messages: Message[] = [];
  const reader = new MessageReader((message) => messages.push(message));
  for (let at = 0; at < bytes.length; at += size) reader.add(bytes.subarray(at, at + size));
  return messages;
}

Deno.test("MessageReader gives the messages that were encoded, in whatever parts they come", () => {
  const bytes = new Uint8Array(MESSAGES.flatMap((message) => [...encodeMessage(message)]));
  for (const size of [1, 2, 3, 7, 100, bytes.length]) {
    assertEquals(messagesIn(bytes, size), MESSAGES, `${size}`);
  }
});

Deno.test("MessageReader keeps what has no end yet", () => {
  const bytes = encodeMessage(MESSAGES[1]!);
  assertEquals(messagesIn(bytes.subarray(0, -1), 1), []);
});

Deno.test("MessageReader refuses what is none of our messages", () => {
  const rows: readonly string[] = [
    "",
    "{",
    "1",
    "null",
    "{}",
    '{"kind":"other"}',
    '{"kind":"warning"}',
    '{"kind":"warning","message":1}',
    '{"kind":"trace","record":{"kind":"audit","version":1}}',
    '{"kind":"trace","record":{"kind":"call","name":"x"}}',
    '{"kind":"trace","record":{"kind":"summary","calls":{"x":"1"},"handles":[],"refusals":[]}}',
    '{"kind":"audit","record":{"kind":"use","grant":"--dir","operation":"read"}}',
    '{"kind":"audit","record":{"kind":"refusal"}}',
    '{"kind":"outcome"}',
    '{"kind":"outcome","outcome":{"status":"0","ended":"exit"}}',
    '{"kind":"outcome","outcome":{"status":0.5,"ended":"exit"}}',
    '{"kind":"outcome","outcome":{"status":0,"ended":"constructor"}}',
    '{"kind":"outcome","outcome":{"status":0,"ended":"exit","message":[]}}',
    '{"kind":"outcome","outcome":{"status":0,"ended":"exit","results":[1]}}',
    '{"kind":"outcome","outcome":{"status":0,"ended":"exit","results":[["bigint","x"]]}}',
    '{"kind":"outcome","outcome":{"status":0,"ended":"exit","printed":[1]}}',
    '{"kind":"refusal","refusal":{"status":0,"message":"x"}}',
    '{"kind":"refusal","refusal":{"status":2}}',
    '{"kind":"refusal","refusal":{"status":2,"message":"x","hint":1}}',
  ];
  for (const row of rows) assertThrows(() => messagesIn(utf8(`${row}\n`), 1000), Error, "", row);
  assertThrows(() => messagesIn(new Uint8Array([0xff, 0x0a]), 2), TypeError);
});

Deno.test("MessageReader refuses a message that does not end", () => {
  const piece = new Uint8Array(1 << 20).fill(0x61);
  const reader = new MessageReader(() => {});
  for (let i = 0; i < 16; i++) reader.add(piece);
  assertThrows(() => reader.add(piece), TypeError, "no end");
});

Deno.test("encodeMessage() tells of results that are too long that they are", () => {
  const told = (...results: Uint8Array[]) =>
    messagesIn(
      encodeMessage({ kind: "outcome", outcome: { status: 0, ended: "exit", results } }),
      65_536,
    );
  const list = new Uint8Array(4_000_000).fill(255);
  assertEquals(told(list), [{
    kind: "outcome",
    outcome: { status: 0, ended: "exit", results: [list] },
  }]);
  const [message] = told(list, list);
  assertEquals(message?.kind === "outcome" && message.outcome.ended, "limit");
});
