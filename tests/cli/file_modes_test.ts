/**
 * Files and directories that the user may not read, write or enter.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { isInstalled } from "./spawn.ts";
import { type Row, testRows } from "./rows.ts";

/** Root may do everything, unless setpriv(1) takes the capabilities away. */
const under: readonly string[] = Deno.uid() === 0
  ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
  : [];
const ignored = under.length > 0 && !isInstalled("setpriv")
  ? "root may do everything, and setpriv is not installed"
  : undefined;

const refused: Omit<Row, "name">[] = [
  { words: ["secret.wasm"], status: 127, error: /^secret\.wasm / },
  { words: ["closed/exit.wasm"], status: 127, error: /^closed\/exit\.wasm / },
  { words: ["--stdin", "file:secret", "cat.wasm"], status: 2, error: /^secret may not be opened$/ },
  { words: ["--stdout", "file:secret", "exit.wasm", "0"], status: 2, error: /^secret may not / },
  { words: ["--stdout", "file:fixed", "exit.wasm", "0"], status: 2, error: /^fixed may not / },
  { words: ["--stdout", "append:fixed", "exit.wasm", "0"], status: 2, error: /^fixed may not / },
  {
    words: ["--stderr", "file:closed/x", "exit.wasm", "0"],
    status: 2,
    error: /^closed\/x may not /,
  },
  {
    words: ["--stderr", "file:listed/x", "exit.wasm", "0"],
    status: 2,
    error: /^listed\/x may not /,
  },
  { words: ["--dir", "closed", "exit.wasm", "0"], status: 2, error: /^closed may not be opened$/ },
  { words: ["--dir", "closed/in", "exit.wasm", "0"], status: 2, error: /^closed\/in may not / },
];

testRows("what the user may not open is refused, and nothing is run", [
  ...refused.map((row) => ({ name: row.words.join(" "), under, ...row })),
], {
  ignored,
  prepare(place) {
    for (const name of ["secret.wasm", "secret", "fixed"]) place.write(name, "precious");
    Deno.mkdirSync(`${place.path}/closed/in`, { recursive: true });
    Deno.mkdirSync(`${place.path}/listed`);
    const modes = { "secret.wasm": 0, secret: 0, fixed: 0o444, closed: 0, listed: 0o444 };
    for (const [name, mode] of Object.entries(modes)) Deno.chmodSync(`${place.path}/${name}`, mode);
    // What the rows need no longer: so that the workspace can be removed by any user.
    place.release.push(() => Deno.chmodSync(`${place.path}/closed`, 0o755));
  },
});

testRows("a directory that may be entered but not listed can be granted", [
  {
    name: "--dir entered",
    words: ["--dir", "entered::/d", "files.wasm", "read", "/d/hello"],
    under,
    stdout: "hello",
  },
], {
  ignored,
  prepare(place) {
    Deno.mkdirSync(`${place.path}/entered`);
    place.write("entered/hello", "hello");
    Deno.chmodSync(`${place.path}/entered`, 0o311);
    place.release.push(() => Deno.chmodSync(`${place.path}/entered`, 0o755));
  },
});

testRows("a file that is made has the mode that the umask leaves", [
  {
    name: "077",
    words: ["--stdout", "file:made", "exit.wasm", "0"],
    under: ["sh", "-c", 'umask 077; exec "$@"', "sh"],
    after(place) {
      assertEquals(Deno.statSync(`${place.path}/made`).mode! & 0o777, 0o600);
    },
  },
  {
    name: "022",
    words: ["--stdout", "append:made too", "exit.wasm", "0"],
    under: ["sh", "-c", 'umask 022; exec "$@"', "sh"],
    after(place) {
      assertEquals(Deno.statSync(`${place.path}/made too`).mode! & 0o777, 0o644);
    },
  },
]);
