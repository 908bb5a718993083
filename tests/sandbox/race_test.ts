/**
 * Races in short form: T01 to T08 of the threats. `deno task attack` is the long one.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { BROKEN } from "../attack/attack.ts";
import { ATTACKERS } from "../attack/races/attackers.ts";
import { Ground } from "../attack/races/ground.ts";
import { OPERATIONS, TARGETS } from "../attack/races/operations.ts";

/** Attempts of each operation against each attacker. */
const ATTEMPTS = 500;

/** What is enough to see the naive host broken: reading, creating, removing, and a last name. */
const CONTROLS = {
  directory: ["read", "create", "unlink", "rename-both"],
  leaf: ["leaf-read"],
} as const;

/** Milliseconds from the naive host's check to its use: enough for an attacker to get a turn. */
const PAUSE = 1;

/** Where attacker and guest share a processor, an escape can let wait for it so long. */
const PATIENCE = 20_000;

/** The path-checked back end says itself that it can lose a race. */
const ignore = Deno.build.os !== "linux" ||
  Deno.permissions.querySync({ name: "ffi" }).state !== "granted";

for (const attacker of Object.keys(ATTACKERS)) {
  Deno.test({
    name: `no operation leaves the grant while an attacker swaps names: ${attacker}`,
    ignore,
    async fn() {
      const { kernelHost } = await import("../../lib/host/kernel/kernel_host.ts");
      const { failuresOf, race } = await import("../attack/races/race.ts");
      const host = await kernelHost({ files: true, clocks: true });
      for (const target of TARGETS) {
        using ground = new Ground();
        await using _attacker = await ATTACKERS[attacker]!({ ground, target, seed: 1 });
        for (const operation of OPERATIONS[target]) {
          assertEquals(
            failuresOf(await race(host, ground, operation, { attempts: ATTEMPTS }, false)),
            [],
          );
        }
      }
    },
  });

  Deno.test({
    name: `a host that looks before it acts is broken by the same attacker: ${attacker}`,
    ignore,
    async fn() {
      const { kernelHost } = await import("../../lib/host/kernel/kernel_host.ts");
      const { naiveHost } = await import("../attack/races/naive_directory.ts");
      const { race } = await import("../attack/races/race.ts");
      const host = naiveHost(await kernelHost({ files: true, clocks: true }), { pause: PAUSE });
      for (const target of ["directory", "leaf"] as const) {
        using ground = new Ground();
        await using _attacker = await ATTACKERS[attacker]!({ ground, target, seed: 1 });
        const begun = performance.now();
        const sum = { attempts: 0, escapes: 0 };
        do {
          for (const operation of CONTROLS[target]) {
            const { attempts, escapes } = await race(
              host,
              ground,
              operation,
              { attempts: 40 },
              true,
            );
            sum.attempts += attempts;
            sum.escapes += escapes;
          }
        } while (sum.escapes <= BROKEN * sum.attempts && performance.now() - begun < PATIENCE);
        assert(
          sum.escapes > BROKEN * sum.attempts,
          `${target}: ${sum.escapes} escapes of ${sum.attempts}`,
        );
      }
    },
  });
}

Deno.test({
  name: "the walk that stands in for openat2 loses no race either",
  ignore,
  async fn() {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--no-prompt", new URL("../attack/attack.ts", import.meta.url).pathname],
        ...["--host", "walk", "--only", "walk/exchange", "--attempts", `${ATTEMPTS}`],
      ],
      env: { NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  },
});
