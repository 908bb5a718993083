import { assertEquals } from "@std/assert";
import { isWindowsName } from "../../../../lib/host/portable/windows_name.ts";

Deno.test("isWindowsName() refuses what Windows takes for something else", () => {
  const rows: [name: string, expected: boolean, why: string][] = [
    ["a.txt", true, "a file"],
    [".a", true, "a dot in front stays"],
    ["console", true, "only begins like a device"],
    ["com", true, "a device has a number"],
    ["com10", true, "and one digit"],
    ["a b", true, "a blank inside stays"],
    ["caf\u00e9", true, "any letter"],
    ["CON", false, "a device"],
    ["nul.txt", false, "a device with an extension"],
    ["NUL .txt", false, "and with a blank before it"],
    ["COM1", false, "a device"],
    ["lpt\u00b9.a.b", false, "superscript digits count"],
    ["conout$", false, "the console"],
    ["f:stream", false, "a stream of a file"],
    ["C:", false, "a drive"],
    ["a\\b", false, "a separator"],
    ["a/b", false, "a separator"],
    ["a.", false, "a dot at the end is dropped"],
    ["a ", false, "so is a blank"],
    ["...", false, "or several dots"],
    ["a*", false, "a wildcard"],
    ["a\tb", false, "a control character"],
  ];
  for (const [name, expected, why] of rows) {
    assertEquals(isWindowsName(name), expected, `${name}: ${why}`);
  }
});
