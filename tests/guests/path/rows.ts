/**
 * Guests about paths.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { IN, type Row, type Tree } from "../row.ts";

/** A file, a directory, and symbolic links of every kind. */
const links: Tree = {
  "in/file": "the file",
  "in/spare": "spare",
  "in/dir/inner": "inner",
  "in/empty/": "",
  "in/to_file": { link: "file" },
  "in/to_dir": { link: "dir" },
  "in/dangling": { link: "nothing" },
  "in/loop": { link: "loop" },
};

/** The rows. */
export const rows: Row[] = [
  {
    guest: "path/escape",
    tree: {
      "out/secret": "the secret",
      "in/spare": "spare",
      "in/dir/deep/": "",
      "in/dir/out_link": { link: "../../out" },
      "in/dir/up": { link: "../spare" },
      "in/out_link": { link: "../out" },
      "in/out_file": { link: "../out/secret" },
      "in/out_missing": { link: "../out/created" },
      "in/out_and_in": { link: "../in" },
      "in/absolute_in": { link: "ROOT/in/dir" },
      "in/absolute_root": { link: "/" },
      "in/chain": { link: "dir/out_link" },
      "in/self": { link: "." },
      "in/in_link": { link: "dir" },
      "in/up_link": { link: "dir/deep/../.." },
    },
    dirs: [IN],
    after: (root) => assertEquals(Deno.readTextFileSync(`${root}/in/spare`), "spare"),
  },
  {
    guest: "path/link_rename",
    tree: { "in/file": "the file", "in/dir/": "", "in/full/inner": "", "second/": "" },
    dirs: [IN, ["second", "/second", "rw"]],
  },
  { guest: "path/names", tree: { "in/spare": "spare", "in/dir/": "" }, dirs: [IN] },
  {
    guest: "path/nofollow",
    tree: links,
    dirs: [IN],
    pathChecked: { args: ["no link times"], why: "Deno sets no times of a symbolic link" },
  },
  {
    guest: "path/open_flags",
    tree: {
      "in/file": "the file",
      "in/dir/": "",
      "in/link": { link: "file" },
      "in/dangling": { link: "nothing" },
    },
    dirs: [IN],
    // 0666 less the umask of this process: never executable, never set-user-id.
    after: (root) =>
      assertEquals((Deno.statSync(`${root}/in/created`).mode ?? 0) & 0o7777 & ~0o666, 0),
  },
  {
    guest: "path/read_only",
    tree: {
      "in/file": "the file",
      "in/spare": "spare",
      "in/dir/file": "inner",
      "in/dir/empty/": "",
      "in/dir/link": { link: "file" },
      "in/empty/": "",
      "in/link": { link: "file" },
      "second/mine": "mine",
    },
    dirs: [["in", "/in", "ro"], ["second", "/second", "rw"]],
    after: (root) => assertEquals([...Deno.readDirSync(`${root}/in`)].length, 5),
  },
  { guest: "path/readlink", tree: { "in/": "", "in/out_link": { link: "../out" } }, dirs: [IN] },
  {
    guest: "path/rights",
    tree: {
      "in/file": "the file",
      "in/spare": "spare",
      "in/dir/inner": "",
      "in/dir/deep/inner": "",
    },
    dirs: [IN],
  },
];
