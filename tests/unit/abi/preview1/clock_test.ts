import { assertEquals } from "@std/assert";
import { FakeClock, FakeGuest, SIZE, u64, WILD_POINTERS } from "../../doubles/fake_guest.ts";

const [REALTIME, MONOTONIC, PROCESS_CPU, THREAD_CPU] = [0, 1, 2, 3] as const;
const [INVAL, NOTSUP] = [28, 58];

function guestWithClocks(): FakeGuest {
  return new FakeGuest({
    clocks: {
      realtime: new FakeClock(1_700_000_000_123_456_789n, 4n),
      monotonic: new FakeClock(2n ** 53n + 1n, 1_000_000n),
    },
  });
}

Deno.test("clock_time_get() writes the time of the clock, whatever the precision asked for", () => {
  for (const precision of [0n, 1n, 2n ** 64n - 1n]) {
    const guest = guestWithClocks();
    assertEquals(guest.call("clock_time_get", REALTIME, precision, 8), 0);
    guest.assertWrote({ 8: u64(1_700_000_000_123_456_789n) });
    assertEquals(guest.call("clock_time_get", MONOTONIC, precision, 16), 0);
    guest.assertWrote({ 16: u64(2n ** 53n + 1n) });
  }
});

Deno.test("clock_res_get() writes the resolution of the clock", () => {
  const guest = guestWithClocks();
  assertEquals(guest.call("clock_res_get", REALTIME, 8), 0);
  guest.assertWrote({ 8: u64(4n) });
  assertEquals(guest.call("clock_res_get", MONOTONIC, 16), 0);
  guest.assertWrote({ 16: u64(1_000_000n) });
});

Deno.test("clock_time_get() and clock_res_get() refuse the CPU clocks and unknown ones", () => {
  const rows: readonly [id: number, errno: number][] = [
    [PROCESS_CPU, NOTSUP],
    [THREAD_CPU, NOTSUP],
    [4, INVAL],
    [0x7fff_ffff, INVAL],
    [0x8000_0000, INVAL],
    [0xffff_ffff, INVAL],
  ];
  for (const [id, errno] of rows) {
    const guest = new FakeGuest();
    assertEquals(guest.call("clock_time_get", id, 0n, 8), errno, `${id}`);
    assertEquals(guest.call("clock_res_get", id, 8), errno, `${id}`);
    guest.assertWrote({});
  }
});

Deno.test("clock_time_get() and clock_res_get() trap when the result has no place", () => {
  for (const pointer of [...WILD_POINTERS, SIZE - 7, SIZE - 4]) {
    assertEquals(
      guestWithClocks().call("clock_time_get", 0, 0n, pointer),
      "trap: pointer out of bounds",
    );
    assertEquals(
      guestWithClocks().call("clock_res_get", 0, pointer),
      "trap: pointer out of bounds",
    );
  }
  for (const pointer of [1, 4, 12]) {
    assertEquals(
      guestWithClocks().call("clock_time_get", 0, 0n, pointer),
      "trap: misaligned pointer",
    );
    assertEquals(guestWithClocks().call("clock_res_get", 0, pointer), "trap: misaligned pointer");
  }
});
