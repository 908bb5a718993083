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
  totals.add("fd_read", [{ name: "in", read: 5, written: 0 }]);
  totals.add("fd_read", [{ name: "in", read: 2, written: 0 }]);
  totals.add("fd_write", [{ name: "out", read: 0, written: 3 }]);
  totals.add("splice", [{ name: "out", read: 0, written: 1 }, { name: "in", read: 1, written: 0 }]);
  totals.add("sched_yield", []);
  const refused = call("path_open", { result: "NOTCAPABLE", allowedBy: "--dir x" });
  totals.addRefusal(refused, "/x");
  totals.addRefusal(refused, "/x");
  totals.addRefusal(call("path_open", { result: "NOTCAPABLE" }), "/y");
  assertEquals(totals.summary(), {
    kind: "summary",
    calls: { fd_read: 2, fd_write: 1, splice: 1, sched_yield: 1 },
    handles: [{ name: "in", read: 8, written: 0 }, { name: "out", read: 0, written: 4 }],
    refusals: [
      { call: "path_open", result: "NOTCAPABLE", name: "/x", allowedBy: "--dir x", times: 2 },
      { call: "path_open", result: "NOTCAPABLE", name: "/y", times: 1 },
    ],
  });
});

Deno.test("Totals is bounded, whatever names a guest makes up", () => {
  const totals = new Totals();
  for (let i = 0; i < 3000; i++) {
    totals.add("fd_read", [{ name: `${i}`, read: 1, written: 0 }]);
    totals.addRefusal(call("path_open"), `${i}`);
  }
  const { handles, refusals } = totals.summary();
  assertEquals([handles.length, refusals.length], [201, 201]);
  assertEquals(handles.at(-1), { name: "(others)", read: 2800, written: 0 });
  assertEquals([refusals.at(-1)!.name, refusals.at(-1)!.times], ["(others)", 2800]);
});
