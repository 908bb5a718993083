import { assertEquals } from "@std/assert";
import { joined } from "../../../lib/filesystem/joined.ts";

Deno.test("joined() puts a path below a directory", () => {
  const rows: readonly [directory: string, path: string, expected: string][] = [
    ["/data", "x", "/data/x"],
    ["/data/", "x", "/data/x"],
    ["/data", "./x//y/.", "/data/x/y"],
    ["/data", "../x", "/data/../x"],
    ["/data", "", "/data"],
    ["/data", ".", "/data"],
    ["/", "x", "/x"],
    [".", "x", "x"],
    ["", "x/", "x"],
    ["", "", ""],
    ["data", "/etc/x", "/etc/x"],
  ];
  for (const [directory, path, expected] of rows) {
    assertEquals(joined(directory, path), expected, `${directory} ${path}`);
  }
});

Deno.test("joined() cuts off what grows without end", () => {
  let path = "/d";
  for (let i = 0; i < 10_000; i++) path = joined(path, "aaaaaaaaaaaaaaaa");
  assertEquals(path.length < 5000, true);
});
