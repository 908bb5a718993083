/**
 * Imports called with random arguments, in short form; `deno task fuzz` is the long one.
 *
 * @module
 */

import { selectHost } from "../../lib/host/select_host.ts";
import { EPISODE, fuzzAbi } from "../attack/abi/abi_fuzz.ts";

for (const seed of [1, 2]) {
  Deno.test({
    name: `${EPISODE} calls with any arguments do nothing that they should not, seed ${seed}`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      fuzzAbi(await selectHost({ files: true, clocks: true }), seed, EPISODE);
    },
  });
}
