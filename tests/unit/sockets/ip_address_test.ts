import { assert, assertEquals } from "@std/assert";
import {
  formatIpAddress,
  isSpecial,
  isUnicast,
  mappedIpv4,
  parseIpAddress,
} from "../../../lib/sockets/ip_address.ts";

Deno.test("parseIpAddress() reads the usual spelling of addresses", () => {
  const rows: readonly [text: string, formatted: string][] = [
    ["0.0.0.0", "0.0.0.0"],
    ["255.1.20.255", "255.1.20.255"],
    ["::", "0:0:0:0:0:0:0:0"],
    ["::1", "0:0:0:0:0:0:0:1"],
    ["1::", "1:0:0:0:0:0:0:0"],
    ["2001:DB8::7:8", "2001:db8:0:0:0:0:7:8"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    ["1::3:4:5:6:7:8", "1:0:3:4:5:6:7:8"],
    ["::ffff:127.0.0.1", "0:0:0:0:0:ffff:7f00:1"],
    ["1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"],
  ];
  for (const [text, formatted] of rows) {
    assertEquals(formatIpAddress(parseIpAddress(text)!), formatted, text);
  }
});

Deno.test("parseIpAddress() knows no other spelling", () => {
  const texts = [
    ...["", "1", "127.1", "0x7f.1", "2130706433", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4"],
    ...["1.2.3.4 ", " 1.2.3.4", "1.2.3.", "a.b.c.d", "1.2.3.-4", "1.2.3.4e0", "١.2.3.4"],
    ...[":", ":::", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::"],
    ...[
      "g::",
      "fe80::1%1",
      "[::1]",
      "::1.2.3",
      "1.2.3.4::",
      "::1.2.3.4:5",
      "1:2:3:4:5:6:7:1.2.3.4",
    ],
  ];
  for (const text of texts) assertEquals(parseIpAddress(text), undefined, text);
});

Deno.test("isSpecial() is every address that leads to this machine, its link or a group", () => {
  const special = [
    ...["0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.255", "169.254.0.1", "169.254.169.254"],
    ...["100.100.100.200", "192.0.0.192", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"],
    ...["::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "febf::1"],
    ...["fec0::1", "ff02::1", "fd00:ec2::254", "64:ff9b::7f00:1", "64:ff9b::169.254.169.254"],
    ...["2002:7f00:1::", "2002:a9fe:a9fe::1", "168.63.129.16", "fd20:ce::254", "fd00:42::42"],
    ...["64:ff9b:1::8.8.8.8", "64:ff9b:1:7f00:0:100::"],
  ];
  const common = [
    ...["1.1.1.1", "10.0.0.1", "192.168.1.1", "126.255.255.255", "128.0.0.1", "223.255.255.255"],
    ...["169.253.255.255", "169.255.0.0", "2606:4700::1111", "fd00::1", "64:ff9b::808:808"],
    ...["2002:808:808::1", "168.63.129.17", "64:ff9b:2::808:808"],
  ];
  for (const text of special) assert(isSpecial(parseIpAddress(text)!), text);
  for (const text of common) assert(!isSpecial(parseIpAddress(text)!), text);
});

Deno.test("isUnicast() and mappedIpv4() tell what cannot be bound", () => {
  for (const text of ["224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"]) {
    assert(!isUnicast(parseIpAddress(text)!), text);
  }
  for (const text of ["0.0.0.0", "127.0.0.1", "10.0.0.255", "::", "fe80::1"]) {
    assert(isUnicast(parseIpAddress(text)!), text);
  }
  assertEquals(formatIpAddress(mappedIpv4(parseIpAddress("::ffff:1.2.3.4")!)!), "1.2.3.4");
  assertEquals(mappedIpv4(parseIpAddress("::1.2.3.4")!), undefined);
});

Deno.test("parseIpAddress() does not take apart what is far too long", () => {
  // As many parts as these are more than an array can have: the process would end.
  for (const mark of [":", "."]) assertEquals(parseIpAddress(mark.repeat(2 ** 28)), undefined);
  const longest = "0000:0000:0000:0000:0000:0000:255.255.255.255";
  assertEquals(formatIpAddress(parseIpAddress(longest)!), "0:0:0:0:0:0:ffff:ffff");
});
