import { assertEquals } from "@std/assert";
import { Auditor } from "../../../../lib/runner/audit/auditor.ts";
import type { AuditRecord, Operation } from "../../../../lib/runner/audit/records.ts";
import type {
  GuestCall,
  RefusedCall,
  UsedGrant,
} from "../../../../lib/runner/observation/guest_call.ts";

const WORDS = ["--allow-outbound", "tcp://*:*"];

function call(grants: readonly UsedGrant[], refusal?: RefusedCall): GuestCall {
  return {
    ...{ name: "call", arguments: {}, result: "ok", results: {}, took: 1, moved: [] },
    ...{ grants, refusal },
  };
}

/** What is recorded of these calls, behind the first record. */
function recorded(...calls: readonly GuestCall[]): AuditRecord[] {
  const records: AuditRecord[] = [];
  const auditor = new Auditor((record) => void records.push(record));
  for (const one of calls) auditor.note(one);
  return records.slice(1);
}

function use(operation: Operation | undefined, more: Partial<UsedGrant> = {}): UsedGrant {
  return { words: WORDS, operation, ...more };
}

Deno.test("Auditor tells of each use once, of a directory again when it becomes wider", () => {
  const places = (...at: readonly string[]) => ({ places: () => at });
  const found = recorded(
    call([use("open", places("a/b"))]),
    call([use("open", places("a/b/c"))]),
    call([use("open", places("a/d", "a/e"))]),
    call([use("read", places("a"))]),
    call([use(undefined, places("x"))]),
    call([use("open", places("."))]),
    call([use("open", places("z"))]),
  );
  assertEquals(found, [
    { kind: "use", grant: WORDS, operation: "open", directory: "a/b" },
    { kind: "use", grant: WORDS, operation: "open", directory: "a" },
    { kind: "use", grant: WORDS, operation: "read", directory: "a" },
    { kind: "use", grant: WORDS, operation: "open", directory: "." },
  ]);
});

Deno.test("Auditor tells of the parts of a grant, until there are many", () => {
  const parts = Array.from(
    { length: 300 },
    (_, i) => call([use("connect", { part: `${i % 150}` })]),
  );
  const found = recorded(...parts, call([use("read", { part: "1" })]), call([use("connect")]));
  assertEquals(found.length, 103);
  assertEquals(found[1], { kind: "use", grant: WORDS, operation: "connect", part: "1" });
  assertEquals(found[100], { kind: "use", grant: WORDS, operation: "connect", part: WORDS[1]! });
  assertEquals(found[101], { kind: "use", grant: WORDS, operation: "read", part: "1" });
  assertEquals(found[102], { kind: "use", grant: WORDS, operation: "connect" });
});

Deno.test("Auditor tells of each refusal once, and of no use in it", () => {
  const refused = {
    operation: "write",
    name: "a",
    grant: WORDS,
    allowedBy: ["--dir", "x"],
  } as const;
  const found = recorded(
    call([use("write")], refused),
    call([use("write")], { ...refused, name: "b" }),
    call([], { ...refused, grant: undefined, allowedBy: undefined }),
  );
  const told = {
    kind: "refusal",
    operation: "write",
    call: "call",
    result: "ok",
    name: "a",
  } as const;
  assertEquals(found, [{ ...told, grant: WORDS, allowedBy: ["--dir", "x"] }, told]);
});
