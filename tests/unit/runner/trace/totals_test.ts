import { assertEquals } from "@std/assert";
import type { CallRecord } from "../../../../lib/runner/trace/records.ts";
import { Totals } from "../../../../lib/runner/trace/totals.ts";

function call(name: string, more: Partial<CallRecord> = {}): CallRecord {
  return {
    ...{ kind: "call", name, arguments: {}, result: "SUCCESS", results: {} },
    ...{ microseconds: 1, grants: [], ...more },
  };
}

Deno.test("Totals adds up calls, bytes by handle, and refusals", () => {
  const totals = new Totals();
  totals.add(call("fd_read", { results: { read: 5 } }), "in");
  totals.add(call("fd_read", { results: { read: 2 } }), "in");
  totals.add(call("fd_write", { results: { written: 3 } }), "out");
  totals.add(call("fd_write", { result: "NOSPC" }), "full");
  totals.add(call("sched_yield"), undefined);
  const refused = call("path_open", { result: "NOTCAPABLE", allowedBy: "--dir x" });
  totals.addRefusal(refused, "/x");
  totals.addRefusal(refused, "/x");
  totals.addRefusal(call("path_open", { result: "NOTCAPABLE" }), "/y");
  assertEquals(totals.summary(), {
    kind: "summary",
    calls: { fd_read: 2, fd_write: 2, sched_yield: 1 },
    handles: [{ name: "in", read: 7, written: 0 }, { name: "out", read: 0, written: 3 }],
    refusals: [
      { call: "path_open", result: "NOTCAPABLE", name: "/x", allowedBy: "--dir x", times: 2 },
      { call: "path_open", result: "NOTCAPABLE", name: "/y", times: 1 },
    ],
  });
});

Deno.test("Totals is bounded, whatever names a guest makes up", () => {
  const totals = new Totals();
  for (let i = 0; i < 3000; i++) {
    totals.add(call("fd_read", { results: { read: 1 } }), `${i}`);
    totals.addRefusal(call("path_open"), `${i}`);
  }
  const { handles, refusals } = totals.summary();
  assertEquals([handles.length, refusals.length], [201, 201]);
  assertEquals(handles.at(-1), { name: "(others)", read: 2800, written: 0 });
  assertEquals([refusals.at(-1)!.name, refusals.at(-1)!.times], ["(others)", 2800]);
});
