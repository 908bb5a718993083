import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ChildEnd } from "../../../../lib/host/child/start_child.ts";
import { outcomeOfEnd } from "../../../../lib/runner/own_process/end.ts";
import type { Ended, Limits } from "../../../../lib/runner/options.ts";
import { refusalOf } from "../../outcome.ts";

const end = (how: number | string, words = ""): ChildEnd =>
  typeof how === "number"
    ? { status: how, signal: null, words }
    : { status: null, signal: how, words };
const FULL = "<--- Last few GCs --->\n\n#\n# Fatal JavaScript out of memory: Reached heap limit\n";
const limits = { timeout: 100, maxMemory: 1 << 20 };

Deno.test("outcomeOfEnd() tells a timeout and a full heap from other ends", () => {
  const rows: readonly (readonly [ChildEnd, Limits, status: number, Ended])[] = [
    [end(124), limits, 124, "timeout"],
    [end("SIGTRAP", FULL), limits, 134, "limit"],
    [end("SIGABRT", "FATAL ERROR: JavaScript heap out of memory"), limits, 134, "limit"],
    // The engine's words have gone to the guest's standard error.
    [end("SIGTRAP"), limits, 134, "limit"],
  ];
  for (const [how, given, status, ended] of rows) {
    const outcome = outcomeOfEnd(how, true, given);
    assertEquals([outcome.status, outcome.ended], [status, ended]);
  }
});

Deno.test("outcomeOfEnd() fails with status 125 where no limit is the reason", () => {
  const rows: readonly (readonly [ChildEnd, Limits | undefined, says: string])[] = [
    [end(0), limits, "with status 0"],
    [end(124), { maxMemory: 1 }, "with status 124"],
    [end(124), undefined, "with status 124"],
    [end("SIGKILL", FULL), limits, "by SIGKILL"],
    [end("SIGSEGV", FULL), limits, "by SIGSEGV"],
    [end("SIGTRAP", "# Fatal error in , line 0\n# Check failed"), limits, "by SIGTRAP"],
    [end("SIGTRAP", FULL), { timeout: 100 }, "by SIGTRAP"],
  ];
  for (const [how, given, says] of rows) {
    const refusal = refusalOf(() => outcomeOfEnd(how, true, given));
    assertEquals(refusal.status, 125);
    assertStringIncludes(refusal.message, says);
    assertEquals((refusal.cause as Error).message, how.words);
  }
});

Deno.test("outcomeOfEnd() gives the first words of a process that did not start", () => {
  const rows: readonly (readonly [ChildEnd, says: string])[] = [
    [end(1, "error: Module not found\n  at x\n"), "error: Module not found"],
    [end(124), "with status 124"],
    [end("SIGKILL"), "by SIGKILL"],
  ];
  for (const [how, says] of rows) {
    const { status, message } = refusalOf(() => outcomeOfEnd(how, false, limits));
    assertEquals([status, message], [125, `the guest's process did not start: ${says}`]);
  }
});
