import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { HostFunction, HostInterface } from "../../../../lib/component/host_interface.ts";
import { ComponentGuest } from "../../../../lib/component/instantiate/guest.ts";
import { inThread } from "../../../../lib/component/instantiate/waiting.ts";
import { ProcExit, SluiceError } from "../../../../lib/errors.ts";
import { component } from "../../../guests/components/component.ts";
import { eachWay, Running } from "./guests.ts";

/** A resource of the host's that counts. */
class Stream implements Disposable {
  static opened: number = 0;
  static disposed: number = 0;
  readonly name: string;
  written = 0;

  constructor(name: string) {
    this.name = name;
    Stream.opened++;
  }

  [Symbol.dispose](): void {
    Stream.disposed++;
  }
}

function hostOf(functions: Record<string, HostFunction> = {}): HostInterface {
  Stream.opened = Stream.disposed = 0;
  return {
    interfaces: {
      "test:host/streams": {
        resources: { stream: Stream },
        functions: {
          open: (name: string) => new Stream(name),
          "[method]stream.write": (self: Stream, bytes: Uint8Array) => {
            self.written += bytes.length;
            return { tag: "ok", value: self.written };
          },
          close: (stream: Stream) => BigInt(stream.written),
          ...functions,
        },
      },
    },
  };
}

eachWay("a guest calls the host with its resources", async (way) => {
  using guest = await Running.of("host_calls", hostOf(), way);
  assertEquals(await guest.call("write", 3), 12n);
  // What was given back is the host's again.
  assertEquals([Stream.opened, Stream.disposed], [1, 0]);
});

eachWay("a host function answers a failure as a value", async (way) => {
  const host = hostOf({ "[method]stream.write": () => ({ tag: "err", value: "no ☃" }) });
  using guest = await Running.of("host_calls", host, way);
  assertEquals(await guest.call("fail"), "no ☃");
});

eachWay("what a guest drops is disposed, and so is what it keeps when it ends", async (way) => {
  const guest = await Running.of("host_calls", hostOf(), way);
  await guest.call("churn", 10);
  assertEquals([Stream.opened, Stream.disposed], [10, 10]);
  await guest.call("keep", 5);
  assertEquals([Stream.opened, Stream.disposed], [15, 10]);
  guest[Symbol.dispose]();
  assertEquals([Stream.opened, Stream.disposed], [15, 15]);
});

eachWay("the host does nothing where there is no place for its result", async (way) => {
  let calls = 0;
  const host = hostOf({ "[method]stream.write": () => calls++ });
  using guest = await Running.of("host_calls", host, way);
  await assertRejects(() => guest.call("write-to", 0, 0, 18));
  assertEquals(calls, 0);
});

eachWay("a host function ends the guest, and what it must not answer is a bug", async (way) => {
  const ends: readonly (readonly [HostFunction, kind: string])[] = [
    [() => {
      throw new ProcExit(3);
    }, "exit"],
    [() => {
      throw new Error("broken");
    }, "bug"],
    [() => 5, "bug"],
    [() => undefined, "bug"],
    [() => new Date(), "bug"],
  ];
  for (const [open, kind] of ends) {
    using guest = await Running.of("host_calls", hostOf({ open }), way);
    await assertRejects(() => guest.call("write", 1));
    assertEquals(guest.ending?.kind, kind);
  }
});

Deno.test("an import that is not provided is named", () => {
  const streams = hostOf().interfaces!["test:host/streams"]!;
  const waiting = inThread(() => {});
  const rows: readonly (readonly [HostInterface, message: string])[] = [
    [{}, "nothing provides the import test:host/streams"],
    [
      { interfaces: { "test:host/streams": { functions: streams.functions! } } },
      "nothing provides the import test:host/streams.stream",
    ],
    [
      { interfaces: { "test:host/streams": { resources: streams.resources! } } },
      "nothing provides the import test:host/streams.open",
    ],
  ];
  for (const [host, message] of rows) {
    const error = assertThrows(
      () => new ComponentGuest(component("host_calls"), host, { waiting }),
      SluiceError,
      message,
    );
    assertEquals(error.status, 126);
  }
});

const SIGNATURES = {
  open: "func(string) -> own<stream>",
  "[method]stream.write": "func(borrow<stream>, list<u8>) -> result<u32, string>",
  close: "func(own<stream>) -> u64",
};

Deno.test("an import of another type than the host's is refused", () => {
  const streams = hostOf().interfaces!["test:host/streams"]!;
  const waiting = inThread(() => {});
  const guest = (signatures: Record<string, string>) =>
    new ComponentGuest(
      component("host_calls"),
      { interfaces: { "test:host/streams": { ...streams, signatures } } },
      { waiting },
    );
  using _fits = guest(SIGNATURES);
  for (const wrong of ["func(list<u8>) -> own<stream>", "func(string) -> u32"]) {
    const error = assertThrows(
      () => guest({ ...SIGNATURES, open: wrong }),
      SluiceError,
      "the import test:host/streams.open has another type than func",
    );
    assertEquals(error.status, 126);
  }
});
