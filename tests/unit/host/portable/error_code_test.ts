import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { ErrorCode } from "../../../../lib/errors.ts";
import { act, codeOf, fail } from "../../../../lib/host/portable/error_code.ts";
import { outcomeOf } from "../../outcome.ts";

const UNIX = Deno.build.os !== "windows";

/** An error as Deno makes it. */
function error(
  name: string,
  options: { code?: string; message?: string } = {},
): Error & { code?: string } {
  const made: Error & { code?: string } = new Error(options.message ?? "");
  made.name = name;
  if (options.code !== undefined) made.code = options.code;
  return made;
}

Deno.test("codeOf() knows what Deno throws", () => {
  const rows: [error: unknown, expected: ErrorCode | undefined, why: string][] = [
    [error("NotFound", { code: "ENOENT" }), "no-entry", "by its code"],
    [
      error("PermissionDenied", { code: "EPERM" }),
      "not-permitted",
      "the code says more than the class",
    ],
    [error("PermissionDenied", { code: "EACCES" }), "access", "the same class"],
    [error("PermissionDenied"), "access", "by its class alone"],
    [error("Error", { code: "ENOTEMPTY" }), "not-empty", "without a class of its own"],
    [error("TypeError", { code: "EINVAL" }), "invalid", "what Deno makes of EINVAL"],
    [error("NotCapable"), "not-capable", "a permission of Deno is missing"],
    [error("InvalidData"), "illegal-byte-sequence", "the text of a link is not UTF-8"],
    [error("BadResource"), "bad-descriptor", "closed"],
    [error("BrokenPipe", { code: "EPIPE" }), "pipe", "nobody reads"],
    [error("ConnectionReset", { code: "ECONNRESET" }), "connection-reset", "the peer broke off"],
    [error("ConnectionRefused", { code: "ECONNREFUSED" }), "connection-refused", "nobody listens"],
    [error("AddrInUse", { code: "EADDRINUSE" }), "address-in-use", "somebody else listens"],
    [error("TimedOut", { code: "ETIMEDOUT" }), "timeout", "nobody answers"],
    [error("TypeError"), undefined, "a wrong argument is a bug of ours"],
    [error("Error", { code: "ENEW" }), undefined, "a code that nobody knows"],
    ["a string", undefined, "no error at all"],
    [undefined, undefined, "nothing"],
  ];
  for (const [thrown, expected, why] of rows) assertStrictEquals(codeOf(thrown), expected, why);
});

Deno.test({
  name: "codeOf() reads the number where Deno gives no code",
  ignore: !UNIX,
  fn() {
    const rows: [message: string, expected: ErrorCode | undefined][] = [
      ["File too large (os error 27)", "file-too-large"],
      ["Illegal seek (os error 29)", "invalid-seek"],
      ["Text file busy (os error 26): open '/a/b'", "text-file-busy"],
      ...Deno.build.os === "linux"
        ? [
          ["Structure needs cleaning (os error 117): open '/a'", "io"],
          ["Required key not available (os error 126): open '/a'", "access"],
        ] as [string, ErrorCode][]
        : [],
      ["Strange (os error 4095): open '/a'", undefined],
      ["open '/a (os error 27)'", undefined],
      ["Strange (os error 4095): open 'x (os error 27)'", undefined],
    ];
    for (const [message, expected] of rows) {
      assertStrictEquals(codeOf(error("Error", { message })), expected, message);
    }
  },
});

Deno.test("fail() throws what is a bug of ours as it is", () => {
  const bug = error("TypeError");
  assertStrictEquals(assertThrows(() => fail(bug)), bug);
  assertEquals(outcomeOf(() => fail(error("NotFound"))), "no-entry");
});

Deno.test("act() gives the answer, or the failure in our words", () => {
  assertEquals(act(() => 7), 7);
  assertEquals(
    outcomeOf(() => act(() => Deno.lstatSync(import.meta.dirname + "/nothing"))),
    "no-entry",
  );
});
