/**
 * `sluice inspect`: what a module is, and that what it suggests works.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { shell, sluice } from "./spawn.ts";
import { testRows } from "./rows.ts";
import { workspace } from "./workspace.ts";

function componentOf(name: string): string {
  return fromFileUrl(new URL(`../guests/components/${name}.wasm`, import.meta.url));
}

const SOCKETS = componentOf("sockets/sockets");

testRows("inspect tells kind, size, features, memories, exports and imports", [
  {
    name: "a command",
    words: ["inspect", "exit.wasm"],
    stdout:
      /^kind: command\nsize: \d+ bytes\nfeatures: .+\n\nmemory +minimum +maximum.*\n0 .+\n\nexport +kind +type\n(.*\n)*_start +function +\(\) -> \(\)\n\ncapability +imports\nstreams .*fd_write(.*\n)*process +proc_exit\n\nto run it: sluice exit\.wasm\n/,
  },
  {
    name: "a library with vectors",
    words: ["inspect", "values.wasm"],
    stdout:
      /^kind: library\n(.*\n)*features: .*\bsimd\n(.*\n)*i32 +function +\(i32\) -> \(i32\)\n(.*\n)*\nto run it: sluice --invoke i32 values\.wasm\n$/,
  },
  {
    name: "a program that opens files",
    words: ["inspect", "files.wasm"],
    stdout: /^files .*path_open(.*\n)*to run it: sluice --dir \S+ files\.wasm\n/m,
  },
  {
    name: "a module with an odd name",
    words: ["inspect", "an odd\x1b name"],
    stdout: /^to run it: sluice 'an odd\\u\{1b\} name'$/m,
  },
  {
    name: "a module that is called as an option",
    words: ["inspect", "--", "-m"],
    stdout: /^to run it: sluice -- -m$/m,
  },
  {
    name: "a component that uses the network",
    words: ["inspect", SOCKETS],
    stdout:
      /^kind: component\n(.*\n)*\nto run it: sluice --allow-outbound 'tcp:\/\/\*:\*' --allow-outbound 'udp:\/\/\*:\*' --allow-inbound 'tcp:\/\/\*:\*' --allow-resolve '\*' \S+sockets\.wasm\n(note: .*--allow-(outbound|inbound) tcp:\/\/[a-z.]+:\d+ .*\n){2}$/,
  },
  {
    name: "a component that looks at variables",
    words: ["inspect", componentOf("wasi/arguments")],
    stdout: /\nto run it: sluice \S+\nnote: --env NAME=VALUE gives it a variable\n$/,
  },
  {
    name: "a component that reads a directory",
    words: ["inspect", componentOf("wasi/walk")],
    stdout: /\nto run it: sluice --dir \.::\/::ro \S+\nnote: .* --dir \.::\/\n$/,
  },
  {
    name: "a component that needs what nothing provides",
    words: ["inspect", componentOf("host_calls")],
    stdout: /\ncannot be run: nothing provides the import test:host\/streams/,
  },
  {
    name: "help",
    words: ["inspect", "--help"],
    stdout: /^usage: sluice inspect \[OPTIONS\] MODULE/m,
  },
], {
  once: true,
  prepare(place) {
    Deno.copyFileSync(`${place.path}/exit.wasm`, `${place.path}/an odd\x1b name`);
    Deno.copyFileSync(`${place.path}/exit.wasm`, `${place.path}/-m`);
  },
});

testRows("inspect refuses what it cannot read", [
  { name: "nothing", words: ["inspect"], status: 2, error: /^no module is given$/ },
  {
    name: "two modules",
    words: ["inspect", "exit.wasm", "cat.wasm"],
    status: 2,
    error: /one module/,
    hint: /^sluice inspect exit\.wasm$/,
  },
  {
    name: "an unknown option",
    words: ["inspect", "--jason", "exit.wasm"],
    status: 2,
    error: /unknown option --jason/,
    hint: /^--json$/,
  },
  {
    name: "a file that is missing",
    words: ["inspect", "missing"],
    status: 127,
    error: /not there$/,
  },
  {
    name: "a name without .wasm",
    words: ["inspect", "exit"],
    status: 127,
    error: /^exit is not there$/,
    hint: /^sluice inspect exit\.wasm$/,
  },
  { name: "text", words: ["inspect", "file"], status: 126, error: /not a WebAssembly module$/ },
  {
    name: "a component",
    words: ["inspect", "component"],
    status: 126,
    error: /^component is not a valid component: /,
  },
], {
  once: true,
  prepare: (place) =>
    place.write("component", Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 1)),
});

Deno.test("inspect --json is the same for programs, with the command to run", async () => {
  using place = workspace();
  const { stdout, status } = await sluice(["inspect", "--json", "exit.wasm"], { cwd: place.path });
  const { kind, command, options, problem, imports } = JSON.parse(stdout);
  assertEquals([status, kind, command, options, problem], [
    0,
    "command",
    "sluice exit.wasm",
    [],
    undefined,
  ]);
  assertEquals(typeof imports[0].capability, "string");
  Deno.copyFileSync(`${place.path}/exit.wasm`, `${place.path}/an odd\x9b name`);
  const odd = await sluice(["inspect", "--json", "an odd\x9b name"], { cwd: place.path });
  assertMatch(odd.stdout, /"sluice 'an odd\\u009b name'"/);
  assertEquals(JSON.parse(odd.stdout).command, "sluice 'an odd\x9b name'");
});

Deno.test("the command line that inspect prints gets past every refusal when it is pasted", async () => {
  using place = workspace();
  const { stdout } = await shell(
    `
      for module in exit.wasm cat.wasm files.wasm args.wasm 'a $b'"'"'c.wasm'; do
        line=$(sluice inspect "$module" | sed -n 's/^to run it: //p')
        eval "$line" 2>&1 < /dev/null | grep '^error:' ; echo "$module"
      done
    `.replaceAll("'\"'\"'", `'"'"'`),
    {
      cwd: (Deno.copyFileSync(`${place.path}/exit.wasm`, `${place.path}/a $b'c.wasm`), place.path),
    },
  );
  assertMatch(stdout, /^exit\.wasm\ncat\.wasm\nfiles\.wasm\nargs\.wasm\na \$b'c\.wasm\n$/);
});

Deno.test("what inspect prints of a component gets it past every refusal, when it is pasted", async () => {
  const rows: readonly [component: string, words: string][] = [
    [SOCKETS, "must tcp 127.0.0.1 0"],
    [SOCKETS, "must udp 0.0.0.0 0"],
    [SOCKETS, "must lookup localhost"],
    [componentOf("wasi/walk"), ""],
    [componentOf("wasi/hello"), ""],
  ];
  using place = workspace();
  for (const [component, words] of rows) {
    const line = `eval "$(sluice inspect ${component} | sed -n 's/^to run it: //p') ${words}"`;
    const { status, stderr } = await shell(line, {
      cwd: place.path,
      env: { DENO_NO_UPDATE_CHECK: "1" },
    });
    assertEquals(status, 0, `${line}: ${stderr}`);
  }
});

Deno.test("inspect --from-audit prints the least that a run needed, which is enough for it", async () => {
  using place = workspace();
  const { path: cwd } = place;
  const run = ["--dir", "data", "--dir", ".::/all", "--audit", "seen", "cat.wasm", "data/hello"];
  const first = await sluice(run, { cwd });
  const least = await sluice(["inspect", "--from-audit", "seen", "cat.wasm"], { cwd });
  assertEquals([least.status, least.stderr], [0, ""]);
  assertMatch(least.stdout, /^sluice .*cat\.wasm\n$/);
  assertEquals(/::\/all/.test(least.stdout), false);
  const again = await shell(`${least.stdout.trim()} data/hello`, { cwd });
  assertEquals([again.status, again.stdout], [first.status, first.stdout]);
  const bare = await sluice(["inspect", "--from-audit", "seen"], { cwd });
  assertEquals(bare.stdout, least.stdout.replace("cat.wasm", "MODULE"));
  const json = await sluice(["inspect", "--json", "--from-audit", "seen", "cat.wasm"], { cwd });
  assertEquals(JSON.parse(json.stdout).command, least.stdout.trim());
  const wrong = await sluice(["inspect", "--from-audit", "file"], { cwd });
  assertEquals(wrong.status, 2);
  assertMatch(wrong.stderr, /^error: file: .*audit$/m);
});
