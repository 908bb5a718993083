import { assertEquals } from "@std/assert";
import { formatTable } from "../../../lib/cli/table.ts";

Deno.test("formatTable() makes each column as wide as its widest cell", () => {
  const rows: readonly [
    head: readonly string[],
    rows: readonly (readonly string[])[],
    expected: readonly string[],
  ][] = [
    [["a", "b"], [], ["a  b"]],
    [["handle", "kind"], [["3", "directory"], ["10", "x"]], [
      ...["handle  kind", "3       directory", "10      x"],
    ]],
    [["a", "b", "c"], [["long", "", "x"], ["", "longer", ""]], [
      ...["a     b       c", "long          x", "      longer"],
    ]],
  ];
  for (const [head, cells, expected] of rows) {
    assertEquals(formatTable(head, cells), expected.join("\n"));
  }
});

Deno.test("formatTable() leaves no blanks at the end of a line", () => {
  const text = formatTable(["a", "b"], [["x", ""], ["longer", "y"]]);
  assertEquals(text.split("\n").filter((line) => line !== line.trimEnd()), []);
});

Deno.test("formatTable() escapes a cell before it measures it", () => {
  assertEquals(
    formatTable(["a", "b"], [["\n", "x"], ["y", "\x1b"]]),
    [
      "a      b",
      "\\u{a}  x",
      "y      \\u{1b}",
    ].join("\n"),
  );
});
