/**
 * The hint after a component has failed, and that it helps.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { allowInbound, dir, run } from "../../mod.ts";
import { testRows } from "./rows.ts";
import { quoted, shell, sluice } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

const components = new URL("../guests/components/", import.meta.url);
const at = (name: string) => fromFileUrl(new URL(`${name}.wasm`, components));

/** Ends with status 1 behind `must` where anything was refused. */
const SOCKETS = at("sockets/sockets");
const COPY = at("wasi/copy");

/** Deno looks for a newer version of itself when a run lasts, and complains behind a wall. */
const env = { DENO_NO_UPDATE_CHECK: "1" };

/** A guest with what each of its failures hints at, in turn, until it ends well. */
interface Failing {
  readonly options: readonly string[];
  readonly guest: readonly string[];
  /** The part in parentheses is the option. */
  readonly hints: readonly RegExp[];
}

const FAILING: readonly Failing[] = [
  {
    options: [],
    guest: [SOCKETS, "must", "tcp", "127.0.0.1", "0"],
    hints: [
      /^the guest was refused a listener on 127\.0\.0\.1:0: (--allow-inbound tcp:\/\/127\.0\.0\.1:0)$/,
    ],
  },
  {
    options: ["--allow-inbound", "tcp://127.0.0.1:0"],
    guest: [SOCKETS, "must", "tcp", "0:0:0:0:0:0:0:1", "0"],
    hints: [/^.* a listener on \[::1\]:0: (--allow-inbound 'tcp:\/\/\[::1\]:0')$/],
  },
  {
    options: [],
    guest: [SOCKETS, "must", "udp", "127.0.0.1", "0"],
    hints: [/ a port for datagrams on 127\.0\.0\.1:0: (--allow-inbound udp:\/\/127\.0\.0\.1:0)$/],
  },
  {
    options: ["--allow-outbound", "udp://[::1]:1#ipv6-only"],
    guest: [SOCKETS, "must", "udp", "0.0.0.0", "0"],
    hints: [
      / on 0\.0\.0\.0:0, to send them \(--allow-outbound udp:\/\/HOST:PORT\) or to receive them: (--allow-inbound udp:\/\/0\.0\.0\.0:0)$/,
    ],
  },
  {
    options: ["--allow-resolve", "*.localhost"],
    guest: [SOCKETS, "must", "lookup", "Localhost."],
    hints: [/^the guest was refused the addresses of localhost: (--allow-resolve localhost)$/],
  },
  {
    options: ["--dir", "data::/data::ro"],
    guest: [COPY],
    hints: [
      /^the guest was not let change \/data\/to: (--dir data::\/data) in place of --dir data::\/data::ro$/,
    ],
  },
];

/** Runs a guest again and again, each time with the option of the last hint. */
async function paste({ options, guest, hints }: Failing, { path }: Workspace): Promise<void> {
  let given = options.map(quoted).join(" ");
  for (const hint of hints) {
    const failed = await shell(`sluice ${given} ${guest.map(quoted).join(" ")}`, {
      cwd: path,
      env,
    });
    const [, said = ""] = /^hint: (.*)$/m.exec(failed.stderr) ?? [];
    const [, option] = hint.exec(said) ?? [];
    assert(failed.status > 0 && option !== undefined, `${given}: ${JSON.stringify(failed)}`);
    given = said.includes("in place of") ? option : `${given} ${option}`;
  }
  const ended = await shell(`sluice ${given} ${guest.map(quoted).join(" ")}`, { cwd: path, env });
  assertEquals([ended.status, /^hint: /m.test(ended.stderr)], [0, false], JSON.stringify(ended));
}

Deno.test("the option of a component's hint, pasted, gets past what was refused", async (t) => {
  using place = workspace();
  place.write("data/from", "content");
  for (const failing of FAILING) {
    await t.step(failing.guest.slice(1).join(" ") || "copy", () => paste(failing, place));
  }
  assertEquals(place.read("data/to"), "content");
});

Deno.test("the options of hints let a component connect to a peer, by its address or its name", async () => {
  using place = workspace();
  using listening = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listening.addr;
  const rows: readonly (readonly [words: readonly string[], hints: readonly string[]])[] = [
    [["connect", "127.0.0.1"], [
      `a connection to 127.0.0.1:${port}: (--allow-outbound tcp://127.0.0.1:${port})`,
    ]],
    [["reach", "localhost"], [
      "the addresses of localhost: (--allow-resolve localhost)",
      `a connection to localhost, 127.0.0.1:${port}: (--allow-outbound tcp://localhost:${port})`,
    ]],
  ];
  for (const [words, hints] of rows) {
    const echo = async () => {
      using connection = await listening.accept();
      await connection.readable.pipeTo(connection.writable);
    };
    const pasted = paste({
      options: [],
      guest: [SOCKETS, "must", ...words, `${port}`],
      hints: hints.map((hint) => new RegExp(`^the guest was refused ${hint}$`)),
    }, place);
    await Promise.all([pasted, echo().catch(() => {})]);
  }
});

Deno.test("the option of a hint lets a component send to a peer that it has no grant for", async () => {
  const options = ["--allow-outbound", "udp://127.0.0.1:9"];
  const guest = [SOCKETS, "must", "datagrams", "127.0.0.1", "9"];
  const { status, stdout, stderr } = await sluice([...options, ...guest], { env });
  assertEquals(status, 1);
  assertMatch(stdout, /^stream to another: access-denied$/m);
  assertEquals(
    stderr,
    "hint: the guest was refused datagrams to 127.0.0.1:10: --allow-outbound udp://127.0.0.1:10\n",
  );
  const pasted = await sluice(
    [...options, "--allow-outbound", "udp://127.0.0.1:10", ...guest],
    { env },
  );
  assertMatch(pasted.stdout, /^stream to another: ok$/m);
});

Deno.test("a run in the library has the hints of components, and so has one in a process of its own", async () => {
  using place = workspace();
  place.write("data/from", "content");
  const data = dir(`${place.path}/data`, { guest: "/data", rights: "ro" });
  for (const process of [{}, { process: {} }]) {
    const bound = await run(SOCKETS, { args: ["must", "tcp", "127.0.0.1", "0"], ...process });
    assertEquals([bound.status, bound.hint], [
      1,
      "the guest was refused a listener on 127.0.0.1:0: --allow-inbound tcp://127.0.0.1:0",
    ]);
    const copied = await run(COPY, { grants: [data], ...process });
    assertMatch(copied.hint ?? "", /^the guest was not let change \/data\/to: --dir /);
    const goesOn = await run(SOCKETS, { args: ["tcp", "127.0.0.1", "0"], ...process });
    assertEquals([goesOn.status, goesOn.hint], [0, undefined]);
    const grants = [allowInbound("tcp://127.0.0.1:0")];
    const served = await run(SOCKETS, {
      args: ["must", "tcp", "127.0.0.1", "0"],
      grants,
      ...process,
    });
    assertEquals([served.status, served.hint], [0, undefined]);
  }
});

testRows("a component that has failed is told of a file that nothing grants", [
  {
    name: "an argument that is there",
    words: ["--env", "A=1", at("wasi/arguments"), "data/hello"],
    status: 3,
    stdout: /hello\nA=1\n$/,
    hint: /^no --dir grants data\/hello, which the guest was told of: --dir data::data::ro$/,
  },
  {
    name: "the same with the directory",
    words: ["--dir", "data::data::ro", "--env", "A=1", at("wasi/arguments"), "data/hello"],
    status: 3,
    stdout: /hello\nA=1\n$/,
    hint: null,
  },
], { once: true });
