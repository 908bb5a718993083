import { assertEquals } from "@std/assert";
import { END, WOULD_BLOCK } from "../../../lib/io/streams.ts";
import { suspending } from "../../../lib/runner/suspend.ts";
import type { WasmFunction } from "../../../lib/runner/waiting.ts";
import { body, functionType, module, name, section, vector } from "../../guests/modules/binary.ts";
import { FakeGuest } from "../doubles/fake_guest.ts";
import { fakeHost } from "../doubles/fake_host.ts";
import { FakeStream } from "../doubles/fake_node.ts";

const WAKES = 100_000;

/** `run` answers what `fd_read(0, 0, 1, 8)` does; the memory is the test's. */
const READER = new WebAssembly.Module(
  module(
    section(
      1,
      vector([functionType([0x7f, 0x7f, 0x7f, 0x7f], [0x7f]), functionType([], [0x7f])]),
    ),
    section(2, vector([[...name("p1"), ...name("fd_read"), 0, 0]])),
    section(3, vector([[1]])),
    section(7, vector([[...name("run"), 0, 1]])),
    section(10, vector([body([0x41, 0, 0x41, 0, 0x41, 1, 0x41, 8, 0x10, 0])])),
  ) as Uint8Array<ArrayBuffer>,
);

Deno.test("a guest sees nothing of wake-ups behind which there is nothing to read", async () => {
  const guest = new FakeGuest({ shared: true });
  let wakes = 0;
  const input = {
    read(into: Uint8Array) {
      if (wakes < WAKES) return WOULD_BLOCK;
      into.set([1, 2, 3]);
      return 3;
    },
    readv: () => END,
    subscribe: () => ({
      state: () => ({ ready: wakes >= WAKES, bytes: 0, hangup: false }),
      watch(wake: () => void) {
        wakes++;
        wake();
        return () => {};
      },
    }),
  };
  guest.open(new FakeStream({ input }));
  guest.putIovecs(0, [64, 16]);
  const waiting = suspending({ ...guest, host: fakeHost() });
  const { exports } = new WebAssembly.Instance(READER, {
    p1: waiting.imports("wasi_snapshot_preview1") as WebAssembly.ModuleImports,
  });
  assertEquals(await waiting.entrance(exports.run as WasmFunction)(), 0);
  assertEquals([wakes, guest.u32(8), guest.bytes(64, 4).toHex()], [WAKES, 3, "0102033f"]);
});
