/**
 * The interfaces of WASI 0.2 for a guest that is not there: a test calls their functions.
 *
 * @module
 */
import type { Context } from "../../../lib/abi/preview2/context.ts";
import { OpenCount } from "../../../lib/abi/preview2/filesystem/open_count.ts";
import { filesystemInterfaces } from "../../../lib/abi/preview2/filesystem/world.ts";
import { Lifetime } from "../../../lib/abi/preview2/lifetime.ts";
import { Scratch } from "../../../lib/abi/preview2/scratch.ts";
import { provideOf } from "../../../lib/abi/preview2/world.ts";
import { Suspend } from "../../../lib/component/host_interface.ts";
import type { Wait } from "../../../lib/io/wait.ts";
import { FakeClock } from "./fake_guest.ts";

const ABSENT = { stream: undefined, isTerminal: false };

/** What a guest has that is granted nothing but `parts`. */
export function contextOf(parts: Partial<Context> = {}): Context {
  return {
    args: [],
    environment: [],
    stdin: ABSENT,
    stdout: ABSENT,
    stderr: ABSENT,
    preopens: [],
    filesystem: filesystemInterfaces,
    clocks: () => ({ realtime: new FakeClock(0n), monotonic: new FakeClock(0n) }),
    random: { fill: (into) => void into.fill(7) },
    shared: false,
    passesMutabilityOn: false,
    open: new OpenCount(0, 100),
    lifetime: new Lifetime(),
    scratch: new Scratch(),
    refused: undefined,
    ...parts,
  };
}

/** What calls the functions of an interface, by name. */
export function callsOf(
  name: string,
  context: Context,
): (name: string, ...args: readonly unknown[]) => unknown {
  const { functions } = provideOf(`wasi:${name}@0.2.0`)!(context);
  return (name, ...args) => functions[name]!(...args as never[]);
}

/** The answer that comes at last, and what was waited for until then. */
export function afterWaits(answer: unknown, onWait: (wait: Wait) => void = () => {}): unknown {
  while (answer instanceof Suspend) {
    onWait(answer.wait as Wait);
    answer = answer.retry();
  }
  return answer;
}
