/**
 * The same program in C, Rust and Go: what their standard libraries ask for, on a directory that is
 * read-only.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Row } from "../row.ts";

/** The program lists, reads, and is refused everything else. */
function listing(guest: string | Uint8Array): Row {
  return {
    guest,
    args: ["/data"],
    tree: {
      "in/hello.txt": "hello from a file\n",
      "in/a link": { link: "hello.txt" },
      "in/sub/inner.txt": "and from below\n",
      "in/sub/deeper/empty/": "",
    },
    dirs: [["in", "/data", "ro"]],
    expected: {
      stdout: [
        ...["link a link -> hello.txt", "file hello.txt hello from a file", "dir sub"],
        ...["dir sub/deeper", "dir sub/deeper/empty", "file sub/inner.txt and from below"],
        ...["overwriting refused", "creating refused", "removing refused", ""],
      ].join("\n"),
    },
    after: (root) =>
      assertEquals(Deno.readTextFileSync(`${root}/in/hello.txt`), "hello from a file\n"),
  };
}

/** The rows. */
export const rows: Row[] = [
  listing("programs/list_c"),
  listing("programs/list_rust"),
  { ...listing("programs/list_rust"), by: "command" },
];

/** The row of a program whose module is not in the repository. */
export const goRow: (module: Uint8Array) => Row = listing;
