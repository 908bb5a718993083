import { assertEquals } from "@std/assert";
import { asciiName } from "../../../lib/sockets/host_name.ts";

Deno.test("asciiName() reads names, in IDNA where they are not ASCII", () => {
  const rows: readonly [text: string, name: string][] = [
    ["localhost", "localhost"],
    ["Example.COM.", "example.com"],
    ["a_b.x-y.z", "a_b.x-y.z"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["BÜCHER。example", "xn--bcher-kva.example"],
    ["4you.example", "4you.example"],
  ];
  for (const [text, name] of rows) assertEquals(asciiName(text), name, text);
});

Deno.test("asciiName() knows no name in what is none, or is a number to some", () => {
  const texts = [
    ...["", ".", "..", "a..b", ".a", "-a", "a-", "a b", "a\0b", "a\nb", "a/b", "a:80", "a@b", "*"],
    ...["127.0.0.1", "127.1", "0x7f.1", "0x7f000001", "2130706433", "0177.0.0.1", "a.1", "a.0x"],
    ...["[::1]", "a%00b", "a".repeat(64), `${"a.".repeat(127)}a`, "a".repeat(65_536)],
    // Full-width digits and stops become ASCII ones.
    ...["１２７.0.0.1", "127。0。0。1", "ü/b", "ü@b", "ü:80", "ü#", "ü?"],
  ];
  for (const text of texts) assertEquals(asciiName(text), undefined, text);
});
