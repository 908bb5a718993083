import { assertEquals } from "@std/assert";
import { allowInbound, allowOutbound, allowResolve } from "../../../../lib/grants/network.ts";
import { noSockets, noSocketsWarning } from "../../../../lib/runner/network/no_sockets.ts";
import { openNetwork } from "../../../../lib/runner/network/open_network.ts";
import { preview1 } from "../../../../lib/runner/preview1.ts";
import { run } from "../../../../lib/runner/run.ts";
import type { Grant } from "../../../../lib/grants/grant.ts";
import { refusalOf, refusalOfPromise } from "../../outcome.ts";

const OTHERWISE = "--stream NAME=tcp:HOST:PORT, or NAME=listen:HOST:PORT";

/** A command that ends at once, with the status that it is told. */
const MODULE = Deno.readFileSync(new URL("../../../guests/process/exit.wasm", import.meta.url));
const COMPONENT = Deno.readFileSync(
  new URL("../../../guests/components/wasi/hello.wasm", import.meta.url),
);

Deno.test("noSockets() names a grant and the stream that does the same", () => {
  const rows: readonly [grants: Grant[], option: string, hint: string][] = [
    [
      [allowOutbound("tcp://db.internal:5432")],
      "--allow-outbound tcp://db.internal:5432",
      "--stream peer=tcp:db.internal:5432",
    ],
    [
      [allowInbound("tcp://[::1]:0")],
      "--allow-inbound 'tcp://[::1]:0'",
      "--stream server=listen:[::1]:0",
    ],
    [
      [allowOutbound("tcp://a.example:80,443")],
      "--allow-outbound tcp://a.example:80,443",
      OTHERWISE,
    ],
    [[allowOutbound("tcp://a.example:*")], "--allow-outbound tcp://a.example:1-65535", OTHERWISE],
    [[allowOutbound("tcp://*:443")], "--allow-outbound 'tcp://*:443'", OTHERWISE],
    [[allowInbound("udp://127.0.0.1:53")], "--allow-inbound udp://127.0.0.1:53", OTHERWISE],
    [[allowResolve("*")], "--allow-resolve '*'", OTHERWISE],
    [
      [allowResolve("a.example"), allowOutbound("tcp://a.example:443"), allowOutbound("tcp://*:1")],
      "--allow-outbound tcp://a.example:443",
      "--stream peer=tcp:a.example:443",
    ],
  ];
  for (const [grants, option, hint] of rows) {
    const refusal = noSockets({ grants });
    assertEquals([refusal.status, refusal.hint], [2, hint]);
    const message = `${option} is of no use to a core module, which makes no sockets`;
    assertEquals(refusal.message, message);
    assertEquals(noSocketsWarning({ grants }), `${message}: ${hint}`);
  }
});

Deno.test("run() and preview1() warn of grants of the network to a core module, and run it", async () => {
  const grants = [allowOutbound("tcp://a.example:443"), allowResolve("*")];
  const expected = [noSocketsWarning({ grants })];
  for (const process of [{}, { process: { isolation: "basic" as const } }]) {
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    const options = { args: ["3"], grants, onWarning, ...process };
    assertEquals((await run(MODULE, options)).status, 3);
    assertEquals(warnings, expected);
  }
  const warnings: string[] = [];
  using _wasi = await preview1({ grants, onWarning: (message) => void warnings.push(message) });
  assertEquals(warnings, expected);
});

Deno.test("run() warns of no grant of the network to a component, which may use it", async () => {
  const warnings: string[] = [];
  const { status } = await run(COMPONENT, {
    grants: [allowOutbound("tcp://a.example:443")],
    onWarning: (message) => void warnings.push(message),
  });
  assertEquals([status, warnings], [0, []]);
});

Deno.test("openNetwork() opens nothing for a program that makes no sockets", async () => {
  const options = { grants: [allowOutbound("tcp://127.0.0.1:9"), allowInbound("udp://*:0")] };
  const program = { usesClocks: false, prepare: () => Promise.reject(new Error("not to be run")) };
  assertEquals(await openNetwork(options, { ...program, usesNetwork: false }, false), undefined);
  await using opened = await openNetwork(options, { ...program, usesNetwork: true }, false);
  assertEquals(opened?.openings.datagrams, true);
});

Deno.test("a grant of the network that is malformed is refused, whoever it is for", async () => {
  const grants = [{ ...allowOutbound("tcp://a.example:443"), host: "a b" }];
  assertEquals(refusalOf(() => noSockets({ grants })).status, 2);
  for (const source of [MODULE, COMPONENT]) {
    assertEquals((await refusalOfPromise(run(source, { grants }))).status, 2);
  }
  assertEquals((await refusalOfPromise(preview1({ grants }))).status, 2);
});
