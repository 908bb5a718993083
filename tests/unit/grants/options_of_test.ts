import { assertEquals } from "@std/assert";
import { dir } from "../../../lib/grants/directory.ts";
import { env, inheritEnv } from "../../../lib/grants/environment.ts";
import type { Grant, StreamGrant } from "../../../lib/grants/grant.ts";
import { optionsOf } from "../../../lib/grants/options_of.ts";

Deno.test("optionsOf() has the options that give a grant", () => {
  const rows: readonly [
    grant: Exclude<Grant, StreamGrant>,
    options: readonly (readonly string[])[],
  ][] = [
    [dir("data"), [["--dir", "data"]]],
    [dir("data", { guest: "/d" }), [["--dir", "data::/d"]]],
    [dir("data", { rights: "ro" }), [["--dir", "data::data::ro"]]],
    [dir("d", { guest: "/d", rights: ["fd_read", "path_open"] }), [
      ["--dir", "d::/d::fd_read+path_open"],
    ]],
    [env({ A: "1", B: "=" }), [["--env", "A=1"], ["--env", "B=="]]],
    [inheritEnv("A", "B"), [["--env", "A"], ["--env", "B"]]],
    [inheritEnv(), [["--inherit-env"]]],
  ];
  for (const [grant, options] of rows) assertEquals(optionsOf(grant), options);
});
