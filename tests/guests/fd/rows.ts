/**
 * Guests about descriptors.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { IN, type Row, type Tree } from "../row.ts";

const file = { "in/file": "the file" };

/** 3 000 names of 5 to 255 bytes; of one file, since making as many files takes seconds. */
function manyEntries(): Tree {
  const entry = (_: unknown, number: number): [string, Tree[string]] => {
    const name = `${number}`.padStart(4, "0").padEnd(5 + number % 251, "x");
    return [`in/many/${name}`, { sameAs: "in/file" }];
  };
  return Object.fromEntries(Array.from({ length: 3000 }, entry));
}

/** What standard input and output are to the guest, by its own words; none is a terminal. */
function streams(name: string, types: string[], options: string[], stdin?: Uint8Array): Row {
  const lines = [...types, "file"].map((type) => `${type} no terminal\n`);
  return {
    guest: "fd/standard_streams",
    name,
    by: "command",
    tree: { x: "" },
    stdin: stdin ?? "null",
    options: [...options, "--stderr", "file:ROOT/log"],
    expected: { stdout: "" },
    after: (root) => assertEquals(Deno.readTextFileSync(`${root}/log`), lines.join("")),
  };
}

/** The rows. */
export const rows: Row[] = [
  { guest: "fd/append", tree: { "in/": "" }, dirs: [IN] },
  { guest: "fd/big_offsets", tree: { "in/": "" }, dirs: [IN] },
  { guest: "fd/closed", tree: { "in/spare": "spare" }, dirs: [IN] },
  { guest: "fd/full_table", tree: file, dirs: [IN] },
  {
    guest: "fd/inode",
    tree: { "in/a": "aaa", "in/b": "b", "in/dir/": "", "in/link": { link: "a" } },
    dirs: [IN],
  },
  { guest: "fd/iovecs", tree: { "in/": "" }, dirs: [IN] },
  {
    guest: "fd/prestat",
    tree: { "one/file": "1", "two/": "", "three/": "" },
    dirs: [["one", "/first", "rw"], ["two", "second", "ro"], ["three", "/th ird", "rw"]],
  },
  {
    guest: "fd/readdir",
    tree: { "in/file": "", "in/link": { link: "file" }, ...manyEntries() },
    dirs: [IN],
  },
  { guest: "fd/renumber", tree: { "in/a": "content of a", "in/b": "content of b" }, dirs: [IN] },
  {
    guest: "fd/renumber_stdout",
    tree: { "in/": "" },
    dirs: [IN],
    expected: { stdout: "", stderr: "to standard error\n" },
    after: (root) => assertEquals(Deno.readTextFileSync(`${root}/in/log`), "into the file\n"),
  },
  { guest: "fd/rights_descriptor", tree: { ...file, "in/dir/": "" }, dirs: [IN] },
  {
    guest: "fd/rights_report",
    tree: { ...file, "in/dir/": "" },
    dirs: [IN, ["in", "/ro", "ro"], ["in", "/named", "fd_read+fd_readdir+path_open"]],
  },
  { guest: "fd/sizes", tree: { "in/": "" }, dirs: [IN] },
  streams("pipes", ["stream", "stream"], [], new Uint8Array()),
  streams("files", ["file", "file"], ["--stdin", "file:ROOT/x", "--stdout", "append:ROOT/x"]),
  streams("null", ["stream", "stream"], ["--stdin", "null", "--stdout", "null"]),
  {
    ...streams("/dev/null inherited", ["character device", "stream"], []),
    pathChecked: {
      ...streams("/dev/null inherited", ["stream", "stream"], []),
      why: "Deno tells terminals from the rest and no more",
    },
  },
  {
    guest: "fd/standard_streams",
    name: "captured",
    expected: { stdout: "", stderr: "stream no terminal\n".repeat(3) },
  },
  { guest: "fd/stream", name: "bytes", stdin: new TextEncoder().encode("stream of bytes") },
  {
    guest: "fd/stream",
    name: "a pipe",
    by: "command",
    stdin: new TextEncoder().encode("stream of bytes"),
  },
  {
    guest: "fd/times",
    tree: { ...file, "in/dir/": "", "in/link": { link: "file" } },
    dirs: [IN],
    pathChecked: {
      args: ["milliseconds"],
      why: "Deno sets milliseconds, and no times of a symbolic link",
    },
  },
];
