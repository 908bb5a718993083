/**
 * Permissions given back before the guest starts.
 *
 * @module
 */

import { assertEquals } from "@std/assert";

const NAMES = ["read", "write", "net", "env", "sys", "run", "ffi", "import"] as const;

/** An empty command. */
const EMPTY = "AGFzbQEAAAABBAFgAAADAgEABwoBBl9zdGFydAAACgQBAgAL";

Deno.test("the command's process keeps no permission that it can do without", async () => {
  const run = new URL("../../lib/runner/run.ts", import.meta.url);
  const script = `
    const { runAlone } = await import(${JSON.stringify(run.href)});
    const module = Uint8Array.from(atob("${EMPTY}"), (c) => c.charCodeAt(0));
    await runAlone(module, {});
    const states = ${
    JSON.stringify(NAMES)
  }.map((name) => Deno.permissions.querySync({ name }).state);
    console.log(states.join());`;
  const pathChecked = Deno.permissions.querySync({ name: "ffi" }).state !== "granted";
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      ...(pathChecked ? ["--deny-ffi"] : []),
      "--no-prompt",
      `data:text/javascript,${encodeURIComponent(script)}`,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const states = new TextDecoder().decode(stdout).trim().split(",");
  assertEquals(
    states,
    NAMES.map((name) => {
      if (name === "ffi" && pathChecked) return "denied";
      return pathChecked && (name === "read" || name === "write") ? "granted" : "prompt";
    }),
    new TextDecoder().decode(stderr),
  );
});
