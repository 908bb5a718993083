import { assertEquals, assertThrows } from "@std/assert";
import {
  ComponentInstance,
  enter,
} from "../../../../lib/component/instantiate/component_instance.ts";
import {
  resourceDrop,
  resourceNew,
  resourceRep,
} from "../../../../lib/component/instantiate/resource_functions.ts";
import { Run } from "../../../../lib/component/instantiate/run.ts";
import { inThread } from "../../../../lib/component/instantiate/waiting.ts";
import { Handle } from "../../../../lib/component/resources/handle.ts";
import { LivingType } from "../../../../lib/component/resources/living_type.ts";
import { Trap } from "../../../../lib/errors.ts";

/** A run with an instance that implements a type of resources, and one that has a handle of it. */
function parts() {
  const run = new Run({ waiting: inThread(() => {}) });
  const [owner, user] = [new ComponentInstance(run.room), new ComponentInstance(run.room)];
  const type = LivingType.ofGuest(owner, undefined);
  const index = user.handles.add(new Handle(type, 7));
  return { run, owner, user, type, index };
}

Deno.test("dropping a resource without a destructor enters its owner all the same", () => {
  const { run, owner, user, type, index } = parts();
  const drop = resourceDrop(type, user, run) as (index: number) => void;
  enter([owner]);
  assertThrows(() => drop(index), WebAssembly.RuntimeError);
  assertEquals(run.ending, {
    kind: "trap",
    message: "a component instance is entered while a call is in it",
  });
});

Deno.test("the built-in functions do nothing in a run that has ended", () => {
  for (const builtIn of [resourceDrop, resourceNew, resourceRep]) {
    const { run, user, type, index } = parts();
    run.end(new Trap("over"));
    const call = builtIn(type, user, run) as (argument: number) => unknown;
    assertThrows(() => call(index), WebAssembly.RuntimeError, undefined, builtIn.name);
    assertEquals([user.handles.size, run.ending], [1, { kind: "trap", message: "over" }]);
  }
});
