/**
 * An attacker outside of the sandbox: exchanges two names in one step, by renameat2(2).
 *
 * `deno run -A exchange.ts GRANT TARGET SEED`
 *
 * @module
 */

import { swapUntilOrphaned } from "./swap_until.ts";

const AT_FDCWD = -100;
const RENAME_EXCHANGE = 2;

const { symbols: libc } = Deno.dlopen("libc.so.6", {
  renameat2: { parameters: ["i32", "buffer", "i32", "buffer", "u32"], result: "i32" },
});

const [grant = "", target = "", seed = "0"] = Deno.args;
const name = (text: string) => new TextEncoder().encode(`${grant}/${text}\0`);
const pairs: Readonly<Record<string, readonly [string, string]>> = {
  directory: ["d", "d2"],
  leaf: ["leaf", "leaf2"],
  hatch: ["hatch", "hatch2"],
};
const pair = pairs[target];

if (pair !== undefined) {
  const [one, other] = pair.map(name) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
  swapUntilOrphaned(Number(seed), () => {
    if (libc.renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) !== 0) {
      throw new Error("the exchange failed");
    }
  });
} else {
  const [below, above] = [name("a/b"), name("b")];
  swapUntilOrphaned(
    Number(seed),
    () => void libc.renameat2(AT_FDCWD, below, AT_FDCWD, above, 0),
    () => void libc.renameat2(AT_FDCWD, above, AT_FDCWD, below, 0),
  );
}
