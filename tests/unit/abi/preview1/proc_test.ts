import { assertEquals } from "@std/assert";
import { FakeGuest } from "../../doubles/fake_guest.ts";

Deno.test("proc_exit() ends the guest with the status as an unsigned number", () => {
  const rows: readonly [status: number, expected: number][] = [
    [0, 0],
    [255, 255],
    [256, 256],
    [2 ** 31, 2 ** 31],
    [-1, 2 ** 32 - 1],
  ];
  for (const [status, expected] of rows) {
    const guest = new FakeGuest();
    assertEquals(guest.call("proc_exit", status), `exit: ${expected}`);
    assertEquals(guest.call("sched_yield"), `exit: ${expected}`, "every later call ends it again");
  }
});

Deno.test("proc_raise() is not supported, whatever the signal", () => {
  for (const signal of [0, 2, 9, 15, 31, 255, -1]) {
    assertEquals(new FakeGuest().call("proc_raise", signal), 58);
  }
});

Deno.test("sched_yield() succeeds", () => {
  assertEquals(new FakeGuest().call("sched_yield"), 0);
});
