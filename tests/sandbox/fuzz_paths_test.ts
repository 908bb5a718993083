/**
 * Random path operations against the model, in short form; `deno task fuzz` is the long one.
 *
 * @module
 */

import { selectHost } from "../../lib/host/select_host.ts";
import { EPISODE, fuzzPaths } from "../attack/paths/path_fuzz.ts";

for (const seed of [1, 2, 3, 4]) {
  Deno.test({
    name: `${EPISODE} path operations come to what the model says, seed ${seed}`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      fuzzPaths(await selectHost({ files: true, clocks: true }), seed, EPISODE);
    },
  });
}
