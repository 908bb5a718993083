import { assertEquals } from "@std/assert";
import { formatSocketAddress, parseSocketAddress } from "../../../lib/grants/socket_address.ts";

Deno.test("parseSocketAddress() reads names, and addresses in their usual spelling", () => {
  const rows: readonly [text: string, host: string, port: number][] = [
    ["localhost:80", "localhost", 80],
    ["example.com:443", "example.com", 443],
    ["db_1.internal:5432", "db_1.internal", 5432],
    ["xn--bcher-kva.example:1", "xn--bcher-kva.example", 1],
    ["4you.example:1", "4you.example", 1],
    ["127.0.0.1:0", "127.0.0.1", 0],
    ["0.0.0.0:65535", "0.0.0.0", 65535],
    ["[::1]:8080", "::1", 8080],
    ["[::]:0", "::", 0],
    ["[2001:db8::7]:22", "2001:db8::7", 22],
    ["[::ffff:127.0.0.1]:22", "::ffff:127.0.0.1", 22],
  ];
  for (const [text, host, port] of rows) {
    assertEquals(parseSocketAddress(text), { host, port }, text);
    assertEquals(formatSocketAddress({ host, port }), text);
  }
});

Deno.test("parseSocketAddress() knows no other spelling, and no address that only resolvers know", () => {
  const texts = [
    ...["", ":", ":80", "80", "localhost", "localhost:", "localhost:http", "localhost:-1"],
    ...["localhost:65536", "localhost:000080", "localhost:80 ", " localhost:80", "localhost:80:80"],
    ...["localhost:80,", "localhost:8*", "*:80", "http://localhost:80", "localhost:80/", "u@h:80"],
    ...[
      "::1:80",
      "[::1]",
      "[::1]:",
      "[]:80",
      "[localhost]:80",
      "[fe80::1%eth0]:80",
      "[1.2.3.4]:80",
    ],
    ...[
      "2130706433:80",
      "0x7f.1:80",
      "0x7f000001:80",
      "127.1:80",
      "127.0.0.01:80",
      "0177.0.0.1:80",
    ],
    ...["1.2.3.256:80", "1.2.3.4.5:80", "a..b:80", "-a:80", "a-:80", "é.example:80", "a\0b:80"],
    ...[`${"a".repeat(64)}:80`, `${"a.".repeat(127)}b:80`, "a\nb:80"],
  ];
  for (const text of texts) assertEquals(parseSocketAddress(text), undefined, text);
});
