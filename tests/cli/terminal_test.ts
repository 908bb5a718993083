/**
 * What is a terminal and what is not, and how the command behaves on one. `script` of util-linux
 * makes the pseudo-terminal.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import {
  commandLine,
  type Ended,
  isInstalled,
  pathChecked,
  quoted,
  shell,
  type Surroundings,
} from "./spawn.ts";
import { all } from "./rows.ts";
import { workspace } from "./workspace.ts";

const script = isInstalled("script");
const reason = script ? "" : " (ignored: script, which makes a terminal, is not installed)";

/** Runs the command with a pseudo-terminal as its standard streams, on which `typed` is typed. */
function onTerminal(
  words: readonly string[],
  surroundings: Surroundings,
  typed = ":",
): Promise<Ended> {
  const command = commandLine(words, surroundings.permissions).map(quoted).join(" ");
  return shell(`{ ${typed}; } | script -qec ${quoted(command)} /dev/null`, surroundings);
}

Deno.test("files, pipes and devices are no terminals", async () => {
  using place = workspace();
  const { stdout, stderr } = await shell(
    `
      sluice streams.wasm 2>&1 < file > out | cat; cat out
      sluice streams.wasm < /dev/null 2>&1 | cat
      true | sluice streams.wasm > /dev/null 2> errors; cat errors
      sluice --stdin null --stdout null streams.wasm 2>&1
      sluice --stdin file:file --stdout append:out --stderr file:errors streams.wasm; cat errors
    `,
    { cwd: place.path },
  );
  assertEquals(stderr, "");
  assertEquals(stdout.match(/^(?!.* no terminal$).*$/gm)?.filter(Boolean) ?? [], [], stdout);
  assertEquals(stdout.match(/ no terminal$/gm)?.length, 15, stdout);
});

Deno.test({
  name: `a guest's streams are terminals when they are${reason}`,
  ignore: !script,
  async fn() {
    using place = workspace();
    const { path: cwd } = place;
    const three = "character device terminal\r\n".repeat(3);
    assertEquals((await onTerminal(["streams.wasm"], { cwd })).stdout, three);
    const { stdout } = await onTerminal(["--stdin", "null", "--stdout", "null", "streams.wasm"], {
      cwd,
    });
    assertMatch(
      stdout,
      /^[a-z ]+ no terminal\r\n[a-z ]+ no terminal\r\ncharacter device terminal\r\n$/,
    );
  },
});

Deno.test({
  name: `a terminal gives lines and an end, and Ctrl-C ends the guest with 130${reason}`,
  ignore: !script,
  async fn() {
    using place = workspace();
    const { path: cwd } = place;
    const [lines, interrupted] = await Promise.all([
      onTerminal(["cat.wasm"], { cwd }, `sleep 0.5; printf 'a line\\n\\004'`),
      onTerminal(["spin.wasm"], { cwd }, `sleep 0.7; printf '\\003'`),
    ]);
    assertEquals(lines.status, 0);
    // Once from the terminal, once from the guest.
    assertEquals(lines.stdout.match(/a line\r\n/g)?.length, 2, JSON.stringify(lines));
    assertMatch(interrupted.stdout, /^ready\r\n/);
    assertEquals(interrupted.status, 130);
  },
});

Deno.test({
  name: `words of Sluice's own have colours on a terminal, and never with NO_COLOR${reason}`,
  ignore: !script,
  async fn() {
    using place = workspace();
    const coloured = { cwd: place.path, env: { NO_COLOR: "" } };
    const plain = { cwd: place.path, env: { NO_COLOR: "1", FORCE_COLOR: "1" } };
    const misspelt = ["--expain", "exit.wasm"];
    const [error, plainError, help, plainHelp, version] = await Promise.all([
      onTerminal(misspelt, coloured),
      onTerminal(misspelt, plain),
      onTerminal(["help", "inspect"], coloured),
      onTerminal(["help", "inspect"], plain),
      onTerminal(["--version"], coloured),
    ]);
    const bare = "error: unknown option --expain\r\nhint: --explain\r\n";
    assertEquals([plainError.status, plainError.stdout], [2, bare]);
    const escapes = new RegExp("\x1b\\[[\\d;]*m", "g");
    assertEquals(error.stdout.replaceAll(escapes, ""), bare);
    assertEquals(error.stdout.match(escapes)?.length, 4);
    assertMatch(help.stdout, new RegExp("\x1b\\[1musage:\x1b\\[0m"));
    assertEquals(help.stdout.replaceAll(escapes, ""), plainHelp.stdout);
    assertMatch(version.stdout, /^sluice [\d.]+\r\n$/);
  },
});

Deno.test({
  name: `what takes over a second is told on a terminal while it does${reason}`,
  ignore: !script || pathChecked,
  async fn() {
    using place = workspace();
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return new Response(Deno.readFileSync(`${place.path}/args.wasm`));
    });
    const url = `http://127.0.0.1:${server.addr.port}/args.wasm`;
    const [shown, piped] = await Promise.all([
      onTerminal([url], { cwd: place.path }),
      shell(`sluice ${url} 2>&1`, { cwd: place.path }),
    ]);
    await server.shutdown();
    const [before, after] = shown.stdout.split(`fetching ${url}`).filter((_, i, all) =>
      i === 0 || i === all.length - 1
    );
    // The line is taken away before anything else is said.
    assertEquals(before, "\r\x1b[K");
    assertMatch(after ?? "", new RegExp("^[^\\n]*\r\x1b\\[Kerror: "));
    assertMatch(piped.stdout, /^error: /);
  },
});

/** Command lines that need a permission, and what is given without it. */
const NEEDY: readonly (readonly [words: readonly string[], permissions: readonly string[]])[] = [
  [["exit.wasm", "0"], []],
  [["--dir", "data", "exit.wasm", "0"], ["--allow-read=exit.wasm"]],
  [["--dir", "data", "exit.wasm", "0"], ["--allow-read"]],
  [["--stdin", "file:file", "exit.wasm", "0"], ["--allow-read=exit.wasm"]],
  [["--stdout", "file:made", "exit.wasm", "0"], ["--allow-read"]],
  [["--env", "HOME", "exit.wasm", "0"], ["--allow-read"]],
  [["--inherit-env", "exit.wasm", "0"], ["--allow-read"]],
  [["--grants", "file", "exit.wasm", "0"], ["--allow-read=exit.wasm"]],
  [["inspect", "exit.wasm"], []],
  [["missing"], ["--allow-read=missing"]],
  [["text.wat"], ["--allow-read"]],
  [["http://127.0.0.1:9/m.wasm"], ["--allow-read"]],
];

/** What ends a prompt, should there be one. */
const refusal = "sleep 0.5; printf 'n\\n'";

// They have permissions of their own, so that one pass of the tests is enough.
for (const option of pathChecked ? [] : [["--no-prompt"], []]) {
  Deno.test({
    name: `no permission is asked for on a terminal, ${
      option[0] === undefined ? "without --no-prompt either" : "with --no-prompt"
    }${reason}`,
    ignore: !script,
    async fn(t) {
      using place = workspace();
      place.write("text.wat", "(module)");
      const ended = await all(
        NEEDY.map(([words, permissions]) => () =>
          onTerminal(words, { cwd: place.path, permissions: [...option, ...permissions] }, refusal)
        ),
      );
      for (const [i, [words, permissions]] of NEEDY.entries()) {
        await t.step(`${permissions.join(" ")}: ${words.join(" ")}`, () => {
          const { stdout } = ended[i]!;
          assertEquals(stdout.match(/Allow\?|requests? .* access/)?.[0], undefined, stdout);
          assertMatch(stdout, /\w/);
        });
      }
    },
  });
}
