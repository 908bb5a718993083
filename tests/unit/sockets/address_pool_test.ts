import { assertEquals } from "@std/assert";
import { AddressPool, type AddressRule, type Verdict } from "../../../lib/sockets/address_pool.ts";
import { parseIpAddress } from "../../../lib/sockets/ip_address.ts";
import { KnownNames } from "../../../lib/sockets/known_names.ts";

const ip = (text: string) => parseIpAddress(text)!;
const ports = [{ first: 80, last: 90 }];

Deno.test("AddressPool.verdict() is about address, family and port", () => {
  const names = new KnownNames(["a.example", "localhost", "unknown.example"]);
  names.learn("a.example", ["203.0.113.1", "127.0.0.1", "169.254.169.254", "::1"].map(ip));
  names.learn("localhost", ["127.0.0.1", "::1", "10.0.0.1"].map(ip));
  names.learn("other.example", [ip("203.0.113.9")]);
  const rows: readonly [host: AddressRule["host"], address: string, port: number, Verdict][] = [
    ["public", "203.0.113.1", 80, true],
    ["public", "203.0.113.1", 91, false],
    ["public", "203.0.113.1", 0, false],
    ["public", "127.0.0.1", 80, false],
    ["public", "0.0.0.0", 80, false],
    ["public", "::1", 80, false],
    ["public", "2001:db8::1", 90, true],
    ["every", "127.0.0.1", 80, true],
    ["every", "0.0.0.0", 80, true],
    [{ ip: ip("127.0.0.1") }, "127.0.0.1", 80, true],
    [{ ip: ip("127.0.0.1") }, "127.0.0.2", 80, false],
    [{ ip: ip("127.0.0.1") }, "0.0.0.0", 80, false],
    [{ ip: ip("127.0.0.1") }, "::ffff:127.0.0.1", 80, false],
    [{ name: "a.example" }, "203.0.113.1", 80, true],
    // Whoever answers for a name does not decide about this machine.
    [{ name: "a.example" }, "127.0.0.1", 80, false],
    [{ name: "a.example" }, "169.254.169.254", 80, false],
    [{ name: "a.example" }, "::1", 80, false],
    [{ name: "a.example" }, "203.0.113.2", 80, false],
    [{ name: "localhost" }, "127.0.0.1", 80, true],
    [{ name: "localhost" }, "::1", 80, true],
    [{ name: "unknown.example" }, "203.0.113.1", 80, ["unknown.example"]],
    [{ name: "unknown.example" }, "203.0.113.1", 79, false],
    // Nothing is granted to it, so nothing is kept of it.
    [{ name: "other.example" }, "203.0.113.9", 80, ["other.example"]],
  ];
  for (const [host, address, port, verdict] of rows) {
    const pool = new AddressPool([{ host, ports }], names);
    assertEquals(pool.verdict({ ip: ip(address), port }), verdict, `${address} ${port}`);
  }
});

Deno.test("AddressPool.verdict() heeds the family of a rule", () => {
  const pool = new AddressPool(
    [{ host: "public", ports, family: "ipv6" }],
    new KnownNames([]),
  );
  assertEquals(pool.verdict({ ip: ip("203.0.113.1"), port: 80 }), false);
  assertEquals(pool.verdict({ ip: ip("2001:db8::1"), port: 80 }), true);
  assertEquals([pool.hasFamily("ipv4"), pool.hasFamily("ipv6")], [false, true]);
});

Deno.test("KnownNames forgets the oldest addresses of a name that has very many", () => {
  const names = new KnownNames(["a"]);
  const address = (i: number) => ip(`10.0.${i >> 8}.${i & 255}`);
  names.learn("a", Array.from({ length: 300 }, (_, i) => address(i)));
  assertEquals([names.has("a", address(43)), names.has("a", address(44))], [false, true]);
});
