import { assertEquals } from "@std/assert";
import { SNAPSHOT_PREVIEW1, UNSTABLE } from "../../../../lib/abi/preview1/layouts.ts";
import { FakeGuest, SIZE } from "../../doubles/fake_guest.ts";
import { SOME_STAT } from "../../doubles/fake_node.ts";
import { unhex } from "../../outcome.ts";

Deno.test("SNAPSHOT_PREVIEW1 counts whence from start, current and end", () => {
  assertEquals(SNAPSHOT_PREVIEW1.whence, ["start", "current", "end"]);
});

Deno.test("UNSTABLE counts whence from current, end and start", () => {
  assertEquals(UNSTABLE.whence, ["current", "end", "start"]);
});

Deno.test("SNAPSHOT_PREVIEW1.writeFilestat() fills 64 bytes, UNSTABLE's 56", () => {
  const snapshot = new FakeGuest();
  SNAPSHOT_PREVIEW1.writeFilestat(snapshot.context.memory, 8, SOME_STAT);
  snapshot.assertWrote({
    8: "0101010101010101 0202020202020202 0400000000000000 0303030300000000" +
      "0404040404040404 0505050505050505 0606060606060606 0707070707070707",
  });
  assertEquals(SNAPSHOT_PREVIEW1.filestatSize, 64);

  const unstable = new FakeGuest();
  UNSTABLE.writeFilestat(unstable.context.memory, 8, SOME_STAT);
  unstable.assertWrote({
    8: "0101010101010101 0202020202020202 04000000 03030303 0404040404040404" +
      "0505050505050505 0606060606060606 0707070707070707",
  });
  assertEquals(UNSTABLE.filestatSize, 56);
});

Deno.test("SNAPSHOT_PREVIEW1.readSubscription() reads 48 bytes, UNSTABLE's 56", () => {
  const bytes = unhex(
    "0807060504030201 00 a1a2a3a4a5a6a7 14131211 18171615 2827262524232221" +
      "3837363534333231 4847464544434241 5251 c1c2c3c4c5c6",
  );
  const userdata = 0x0102030405060708n;
  const guest = new FakeGuest();
  guest.put(8, bytes);
  assertEquals(SNAPSHOT_PREVIEW1.readSubscription(guest.context.memory, 8), {
    userdata,
    type: 0,
    fd: 0x11121314,
    clock: 0x11121314,
    timeout: 0x2122232425262728n,
    flags: 0x4748,
  });
  assertEquals(UNSTABLE.readSubscription(guest.context.memory, 8), {
    userdata,
    type: 0,
    fd: 0x11121314,
    clock: 0x25262728,
    timeout: 0x3132333435363738n,
    flags: 0x5152,
  });
  assertEquals([SNAPSHOT_PREVIEW1.subscriptionSize, UNSTABLE.subscriptionSize], [48, 56]);
});

Deno.test("UNSTABLE's records trap when they are not wholly within", () => {
  const guest = new FakeGuest();
  const messages = [
    () => UNSTABLE.writeFilestat(guest.context.memory, SIZE - 48, SOME_STAT),
    () => void UNSTABLE.readSubscription(guest.context.memory, SIZE - 48),
    () => UNSTABLE.writeFilestat(guest.context.memory, 4, SOME_STAT),
    () => void UNSTABLE.readSubscription(guest.context.memory, 4),
  ].map((use) => {
    try {
      use();
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  });
  assertEquals(messages, [
    "pointer out of bounds",
    "pointer out of bounds",
    "misaligned pointer",
    "misaligned pointer",
  ]);
  guest.assertWrote({});
});
