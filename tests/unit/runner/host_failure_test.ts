import { assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { type ErrorCode, SluiceError, WasiError } from "../../../lib/errors.ts";
import { hostFailure } from "../../../lib/runner/host_failure.ts";

Deno.test("hostFailure() is a refusal with status 2 that names the path and the reason", () => {
  const rows: readonly [code: ErrorCode, message: string][] = [
    ["no-entry", "data is not there"],
    ["not-directory", "data is not a directory"],
    ["is-directory", "data is a directory"],
    ["access", "data may not be opened"],
    ["not-permitted", "data may not be opened"],
    ["read-only", "data is on a read-only file system"],
    ["io", "data cannot be opened: io"],
    ["loop", "data cannot be opened: loop"],
  ];
  for (const [code, message] of rows) {
    const failure = hostFailure(new WasiError(code), "data");
    assertInstanceOf(failure, SluiceError);
    assertEquals([failure.status, failure.message], [2, message]);
  }
});

Deno.test("hostFailure() leaves alone what the host is not to blame for", () => {
  for (const error of [new TypeError("x"), new SluiceError(126, "x"), "text", undefined]) {
    assertStrictEquals(hostFailure(error, "data"), error);
  }
});
