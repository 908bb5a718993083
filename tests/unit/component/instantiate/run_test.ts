import { assertEquals, assertThrows } from "@std/assert";
import { ComponentInstance } from "../../../../lib/component/instantiate/component_instance.ts";
import { ExportedFunction } from "../../../../lib/component/instantiate/exported_function.ts";
import { LiftedFunction } from "../../../../lib/component/instantiate/lifted_function.ts";
import { Run } from "../../../../lib/component/instantiate/run.ts";
import { Side } from "../../../../lib/component/instantiate/side.ts";
import { inThread } from "../../../../lib/component/instantiate/waiting.ts";
import type { FuncType } from "../../../../lib/component/types.ts";
import { Trap } from "../../../../lib/errors.ts";

const FUNCTION: FuncType = { kind: "function", parameters: [] };

function begun(): Run {
  return new Run({ waiting: inThread(() => {}) });
}

Deno.test("Run.enterHost() ends a guest whose last call never came back", () => {
  const run = begun();
  run.enterHost();
  run.leaveHost();
  run.enterHost();
  assertThrows(() => run.enterHost(), WebAssembly.RuntimeError);
  assertEquals(run.ending, { kind: "trap", message: "call stack exhausted" });
});

Deno.test("a guest that goes on after its end has not undone it", () => {
  const run = begun();
  const side = new Side({
    run,
    instance: new ComponentInstance(run.room),
    encoding: "utf8",
    living: () => {
      throw new Error("there are no resources");
    },
    memory: undefined,
    realloc: undefined,
  });
  const goesOn = () => run.end(new Trap("over"));
  const exported = new ExportedFunction(
    new LiftedFunction(goesOn, FUNCTION, side, undefined),
    FUNCTION,
  );
  assertThrows(() => exported.call([]), Trap, "has ended");
  assertEquals(run.ending, { kind: "trap", message: "over" });
});
