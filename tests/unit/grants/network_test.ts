import { assertEquals, assertMatch } from "@std/assert";
import type { NetworkGrant, ResolveGrant } from "../../../lib/grants/grant.ts";
import {
  allowInbound,
  allowOutbound,
  allowResolve,
  checkNetworkGrant,
} from "../../../lib/grants/network.ts";
import { formatNetworkGrant } from "../../../lib/grants/network_text.ts";
import { refusalOf } from "../outcome.ts";

Deno.test("allowOutbound() reads what GrantingAccess.md of wasi-sockets shows", () => {
  const all = [{ first: 1, last: 65_535 }];
  const one = (port: number) => ({ first: port, last: port });
  const rows: readonly [string, Omit<NetworkGrant, "kind">][] = [
    ["tcp://example.com:80", { transport: "tcp", host: "example.com", ports: [one(80)] }],
    ["tcp://127.0.0.1:*", { transport: "tcp", host: "127.0.0.1", ports: all }],
    ["udp://*:53", { transport: "udp", host: "*", ports: [one(53)] }],
    ["tcp://*:*#ipv4-only", { transport: "tcp", host: "*", ports: all, family: "ipv4" }],
    ["tcp://[::1]:1#ipv6-only", {
      ...{ transport: "tcp", host: "::1", ports: [one(1)], family: "ipv6" },
    }],
    ["tcp://*:80,443", { transport: "tcp", host: "*", ports: [one(80), one(443)] }],
    ["tcp://*:21,35000-35999", {
      ...{ transport: "tcp", host: "*", ports: [one(21), { first: 35_000, last: 35_999 }] },
    }],
    ["tcp://Example.COM:80", { transport: "tcp", host: "example.com", ports: [one(80)] }],
  ];
  for (const [text, grant] of rows) {
    assertEquals(allowOutbound(text), { kind: "outbound", ...grant }, text);
    checkNetworkGrant(allowOutbound(text));
  }
});

Deno.test("allowInbound() knows port 0, for any that is free", () => {
  assertEquals(allowInbound("tcp://*:0").ports, [{ first: 0, last: 0 }]);
  assertEquals(allowInbound("tcp://*:*").ports, [{ first: 0, last: 65_535 }]);
});

Deno.test("network grants that are malformed are refused with a line that helps", () => {
  const form = /^tcp:\/\/HOST:PORTS or udp:\/\/HOST:PORTS; PORTS such as 443/;
  const rows: readonly [text: string, hint: RegExp][] = [
    ["", form],
    ["example.com", /^tcp:\/\/example\.com:PORT, with \* for any port$/],
    ["example.com:80", /^tcp:\/\/example\.com:80 or udp:\/\/example\.com:80$/],
    ["tcp://example.com", /^tcp:\/\/example\.com:PORT/],
    ["udp://1.2.3.4", /^udp:\/\/1\.2\.3\.4:PORT/],
    ["http://example.com:80", form],
    ["TCP://example.com:80", form],
    ["tcp://1.2.3.4:80,", form],
    ["tcp://1.2.3.4:,80", form],
    ["tcp://1.2.3.4:0", form],
    ["tcp://1.2.3.4:65536", form],
    ["tcp://1.2.3.4:90-80", form],
    ["tcp://1.2.3.4:80-", form],
    ["tcp://1.2.3.4:+80", form],
    ["tcp://1.2.3.4:80 ", form],
    ["tcp://1.2.3.4:80/", form],
    ["tcp://1.2.3.4:80#ipv5-only", form],
    ["tcp://user@host:80", form],
    ["tcp://1.2.3.0/24:80", form],
    ["tcp://*.example.com:80", form],
    ["tcp://2130706433:80", form],
    ["tcp://0x7f.1:80", form],
    ["tcp://127.1:80", form],
    ["tcp://0177.0.0.1:80", form],
    ["tcp://::1:80", /^tcp:\/\/\[IPv6\]:PORT$/],
    ["tcp://[::1]80", form],
    ["tcp://[:::]:80", form],
    ["tcp://[fe80::1%eth0]:80", form],
    ["tcp://[fe80::%1]:80", form],
    ["tcp://[1.2.3.4]:80", form],
    ["tcp://[]:80", form],
    ["tcp://*:80->8888", /cannot be mapped$/],
    [`tcp://*:${"1,".repeat(100)}1`, form],
  ];
  for (const [text, hint] of rows) {
    for (
      const [option, make] of [["outbound", allowOutbound], ["inbound", allowInbound]] as const
    ) {
      if (option === "inbound" && text === "tcp://1.2.3.4:0") continue;
      const refusal = refusalOf(() => make(text));
      assertEquals(refusal.status, 2, text);
      assertEquals(refusal.message, `--allow-${option} ${text} is not a network grant`);
      assertMatch(refusal.hint!.replace(`--allow-${option} `, ""), hint, text);
    }
  }
});

Deno.test("allowResolve() reads names, those below a name, and all", () => {
  const rows: readonly [string, Omit<ResolveGrant, "kind">][] = [
    ["example.com", { name: "example.com" }],
    ["*.Example.com", { name: "*.example.com" }],
    ["*", { name: "*" }],
    ["localhost", { name: "localhost" }],
    ["example.com#ipv6-only", { name: "example.com", family: "ipv6" }],
  ];
  for (const [text, grant] of rows) {
    assertEquals(allowResolve(text), { kind: "resolve", ...grant }, text);
    assertEquals(formatNetworkGrant(allowResolve(text)), text.toLowerCase());
  }
  for (
    const text of [
      "",
      "**",
      "*.",
      "a.*",
      "*.*.b",
      "127.0.0.1",
      "::1",
      "a:80",
      "tcp://a",
      "1",
      "a b",
    ]
  ) {
    assertMatch(refusalOf(() => allowResolve(text)).message, /^--allow-resolve .*is not a name$/);
  }
});
