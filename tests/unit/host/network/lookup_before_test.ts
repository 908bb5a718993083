import { assertEquals } from "@std/assert";
import { hostsOf, serversOf } from "../../../../lib/host/network/lookup_before.ts";

Deno.test("hostsOf() reads hosts(5)", () => {
  const hosts = hostsOf(
    "# names\n127.0.0.1\tlocalhost  Box # this one\n\n::1 localhost\nnonsense name\n10.0.0.1\n" +
      "127.1 short\n",
  );
  assertEquals([...hosts], [["localhost", ["127.0.0.1", "::1"]], ["box", ["127.0.0.1"]]]);
});

Deno.test("serversOf() reads resolv.conf(5), of which three servers count", () => {
  const text = "search example.com\nnameserver 10.0.0.1\n# nameserver 10.0.0.2\nnameserver  ::1\n" +
    "nameserver fe80::1%eth0\nnameserver nonsense\nnameserver 10.0.0.3\nnameserver 10.0.0.4\n";
  assertEquals(serversOf(text), ["10.0.0.1", "::1", "10.0.0.3"]);
  assertEquals(serversOf(""), []);
});
