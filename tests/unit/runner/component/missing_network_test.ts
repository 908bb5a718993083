import { assertEquals } from "@std/assert";
import { allowInbound, allowOutbound, allowResolve } from "../../../../lib/grants/network.ts";
import { missingNetwork } from "../../../../lib/runner/component/missing_network.ts";
import type { NetworkRefusal } from "../../../../lib/sockets/refusal.ts";
import { at } from "../../doubles/fake_network.ts";

Deno.test("missingNetwork() says what was refused, and the one option that allows it", () => {
  const rows: readonly [refusal: NetworkRefusal, expected: string][] = [
    [
      { kind: "outbound", transport: "tcp", address: at("203.0.113.1 443") },
      "a connection to 203.0.113.1:443: --allow-outbound tcp://203.0.113.1:443",
    ],
    [
      { kind: "outbound", transport: "tcp", address: at("203.0.113.1 443"), name: "a.example" },
      "a connection to a.example, 203.0.113.1:443: --allow-outbound tcp://a.example:443",
    ],
    [
      { kind: "outbound", transport: "udp", address: at("2001:db8:0:0::1 53") },
      "datagrams to [2001:db8::1]:53: --allow-outbound 'udp://[2001:db8::1]:53'",
    ],
    [
      { kind: "inbound", transport: "tcp", address: at("0.0.0.0 8080") },
      "a listener on 0.0.0.0:8080: --allow-inbound tcp://0.0.0.0:8080",
    ],
    [
      { kind: "inbound", transport: "tcp", address: at(":: 0") },
      "a listener on [::]:0: --allow-inbound 'tcp://[::]:0'",
    ],
    [
      { kind: "inbound", transport: "udp", address: at("127.0.0.1 0") },
      "a port for datagrams on 127.0.0.1:0: --allow-inbound udp://127.0.0.1:0",
    ],
    [
      { kind: "inbound", transport: "udp", address: at("0.0.0.0 0") },
      "a port for datagrams on 0.0.0.0:0, to send them (--allow-outbound udp://HOST:PORT) or to " +
      "receive them: --allow-inbound udp://0.0.0.0:0",
    ],
    [
      { kind: "resolve", name: "a.example" },
      "the addresses of a.example: --allow-resolve a.example",
    ],
  ];
  const make = { outbound: allowOutbound, inbound: allowInbound, resolve: allowResolve };
  for (const [refusal, expected] of rows) {
    const hint = missingNetwork(refusal);
    assertEquals(hint, `the guest was refused ${expected}`);
    const [, kind, value = ""] = /: --allow-(\w+) '?([^']+)'?$/.exec(hint) ?? [];
    assertEquals(make[kind as keyof typeof make](value).kind, refusal.kind, "the option is one");
  }
});
