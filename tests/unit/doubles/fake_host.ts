/**
 * A host that has what a test gives it, and nothing else.
 *
 * @module
 */
import type { Host } from "../../../lib/host/host.ts";
import { FakeClock } from "./fake_guest.ts";

/** A host with these parts; to use any other one is an error of the test. */
export function fakeHost(parts: Partial<Host> = {}): Host {
  const all: Partial<Host> = {
    confinement: "kernel-confined",
    random: { fill: (into) => void into.fill(7) },
    clocks: () => ({ realtime: new FakeClock(1n), monotonic: new FakeClock(2n) }),
    realPath: (path) => path,
    waitsForStreams: true,
    ...parts,
  };
  return new Proxy(all, {
    get(target, name): unknown {
      if (Object.hasOwn(target, name)) return Reflect.get(target, name);
      throw new Error(`${String(name)} of the host: not what this test expects`);
    },
  }) as Host;
}
