import { assertEquals } from "@std/assert";
import type { RefusedAt, RefusedCall } from "../../../../lib/abi/preview1/refusals.ts";
import { dir } from "../../../../lib/grants/directory.ts";
import type { Grant } from "../../../../lib/grants/grant.ts";
import { missingGrant, missingWriteAccess } from "../../../../lib/runner/hints/missing_grant.ts";

const READ_ONLY = dir("data", { guest: "/data", rights: "ro" });

function refused(code: RefusedCall["code"], at: Partial<RefusedAt>): RefusedCall {
  const place = { fd: 3, kind: "directory", preopen: "/data", path: "x", ...at } as const;
  return { call: "path_open", code, operation: "write", at: [place] };
}

Deno.test("missingGrant() says what was refused, and what would help", () => {
  const other = dir("other", { guest: "/other", rights: "ro" });
  const instead = "--dir data::/data in place of --dir data::/data::ro";
  const rows: readonly [refused: RefusedCall, grants: Grant[], expected: string | undefined][] = [
    [
      refused("not-capable", {}),
      [READ_ONLY, other],
      `the guest was refused path_open of /data/x: ${instead}`,
    ],
    [
      refused("not-capable", { preopen: undefined, kind: "file", path: undefined }),
      [READ_ONLY],
      `the guest was refused path_open: ${instead}`,
    ],
    [refused("not-capable", { preopen: undefined }), [READ_ONLY, other], undefined],
    [refused("not-capable", { path: "../x" }), [READ_ONLY], undefined],
    [refused("not-capable", { kind: "stream", path: undefined }), [READ_ONLY], undefined],
    [
      refused("bad-descriptor", { fd: -1, kind: undefined, preopen: undefined, path: "etc/hosts" }),
      [],
      "the guest looked for /etc/hosts, which no --dir grants: --dir /etc",
    ],
    [refused("bad-descriptor", { fd: 9, kind: undefined, preopen: undefined }), [], undefined],
  ];
  for (const [call, grants, expected] of rows) {
    assertEquals(missingGrant(call, { grants }), expected);
  }
});

Deno.test("missingWriteAccess() names what a component may not change, and the wider grant", () => {
  const grants = [READ_ONLY, dir("other"), dir(".", { guest: ".", rights: "ro" })];
  const instead = "--dir data::/data in place of --dir data::/data::ro";
  const rows: readonly [path: string, isWhole: boolean, expected: string | undefined][] = [
    ["x", true, `the guest was not let change /data/x: ${instead}`],
    ["./a//x", true, `the guest was not let change /data/a/x: ${instead}`],
    ["x", false, `the guest was not let change x: ${instead}`],
    ["", false, `the guest was not let change what is in /data: ${instead}`],
    ["../x", true, undefined],
    ["/x", true, undefined],
  ];
  for (const [path, isWhole, expected] of rows) {
    const refusal = { kind: "directory", preopen: "/data", path, isWhole } as const;
    assertEquals(missingWriteAccess(refusal, { grants }), expected, path);
  }
  const long = { kind: "directory", preopen: ".", path: "x".repeat(1e6), isWhole: true } as const;
  assertEquals(missingWriteAccess(long, { grants })!.length < 5000, true);
});
