/**
 * Modules that are named by a URL.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertRefusal } from "./rows.ts";
import { type Ended, pathChecked, shell, sluice } from "./spawn.ts";
import { type Workspace, workspace } from "./workspace.ts";

const MODULE = Deno.readFileSync(new URL("../guests/process/arguments.wasm", import.meta.url));
const DIGEST = new Uint8Array(await crypto.subtle.digest("SHA-256", MODULE)).toHex();

/** A server of modules, and how often each path was asked for. */
interface Served extends AsyncDisposable {
  readonly origin: string;
  readonly asked: Map<string, number>;
}

/** Serves on the loopback address alone. */
function serve(): Served {
  const asked = new Map<string, number>();
  const elsewhere = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(MODULE),
  );
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.set(pathname, (asked.get(pathname) ?? 0) + 1);
    switch (pathname) {
      case "/args.wasm":
      case "/changed.wasm":
        return new Response(pathname === "/args.wasm" ? MODULE : MODULE.slice(1));
      case "/moved.wasm":
        return new Response(null, { status: 302, headers: { location: "/args.wasm" } });
      case "/away.wasm":
        return Response.redirect(`http://127.0.0.1:${elsewhere.addr.port}/args.wasm`);
      case "/round.wasm":
        return Response.redirect(request.url);
      case "/text.wasm":
        return new Response("<html>");
      default:
        return new Response("nothing here", { status: 404 });
    }
  });
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    asked,
    async [Symbol.asyncDispose]() {
      await Promise.all([server.shutdown(), elsewhere.shutdown()]);
    },
  };
}

/** Runs the command with a cache of its own in the workspace, and Deno's where it is. */
function run(words: readonly string[], place: Workspace): Promise<Ended> {
  return sluice(words, { cwd: place.path, env: surroundings(place) });
}

function surroundings(place: Workspace): Record<string, string> {
  return { DENO_DIR: denoDir, XDG_CACHE_HOME: `${place.path}/cache`, no_proxy: "127.0.0.1" };
}

const denoDir: string = JSON.parse(
  new TextDecoder().decode(
    new Deno.Command(Deno.execPath(), { args: ["info", "--json"], env: { NO_COLOR: "1" } })
      .outputSync().stdout,
  ),
).denoDir;

function kept(place: Workspace): string[] {
  try {
    return [...Deno.readDirSync(`${place.path}/cache/sluice/modules`)].map(({ name }) => name);
  } catch {
    return [];
  }
}

/** A test with a server and a workspace; what it shows has nothing to do with files of guests. */
function test(name: string, body: (served: Served, place: Workspace) => Promise<void>): void {
  Deno.test({
    name,
    ignore: pathChecked,
    async fn() {
      using place = workspace();
      await using served = serve();
      await body(served, place);
    },
  });
}

test(
  "a module is fetched once, kept under its digest, and run by its base name",
  async (served, place) => {
    const words = [`${served.origin}/args.wasm#sha256=${DIGEST}`, "a"];
    for (let round = 0; round < 2; round++) {
      const { status, stdout, stderr } = await run(words, place);
      assertEquals([status, stdout, stderr], [0, "arg[args.wasm]\narg[a]\n", ""]);
    }
    assertEquals(served.asked.get("/args.wasm"), 1);
    assertEquals(kept(place), [DIGEST]);
    const upper = await run([`${served.origin}/args.wasm#SHA256=${DIGEST.toUpperCase()}`], place);
    assertEquals(upper.stdout, "arg[args.wasm]\n");
  },
);

test("what has changed in the cache is fetched again", async (served, place) => {
  const words = [`${served.origin}/args.wasm#sha256=${DIGEST}`];
  await run(words, place);
  for (const content of [MODULE.slice(1), new Uint8Array()]) {
    Deno.writeFileSync(`${place.path}/cache/sluice/modules/${DIGEST}`, content);
    assertEquals((await run(words, place)).stdout, "arg[args.wasm]\n");
    assertEquals(Deno.readFileSync(`${place.path}/cache/sluice/modules/${DIGEST}`), MODULE);
  }
  assertEquals(served.asked.get("/args.wasm"), 3);
});

test("a cache that cannot be written is done without", async (served, place) => {
  place.write("cache", "not a folder");
  const { stdout, stderr } = await run([`${served.origin}/args.wasm#sha256=${DIGEST}`], place);
  assertEquals([stdout, stderr], ["arg[args.wasm]\n", ""]);
});

test(
  "without a digest nothing is run or kept, and the hint has the whole command",
  async (served, place) => {
    for (
      const [words, command] of [
        [[], []],
        [["--env", "A=b c"], ["--env", "'A=b c'"]],
        [["inspect"], ["inspect"]],
      ] as const
    ) {
      const url = `${served.origin}/args.wasm`;
      const { status, stdout, stderr } = await run([...words, url], place);
      assertEquals([status, stdout], [2, ""]);
      const expected = ["sluice", ...command, `'${url}#sha256=${DIGEST}'`].join(" ");
      assertRefusal(stderr, /does not say which bytes are expected$/);
      const hint = /^hint: (.*)$/m.exec(stderr)![1]!;
      assertEquals(hint.replace(/--isolation basic /, ""), expected);
      const pasted = await shell(hint, { cwd: place.path, env: surroundings(place) });
      assertEquals([pasted.status, pasted.stderr], [0, ""]);
    }
    assertEquals(kept(place), [DIGEST]);
  },
);

test(
  "other bytes than the digest says end with 126, and nothing is kept",
  async (served, place) => {
    const { status, stderr } = await run([`${served.origin}/changed.wasm#sha256=${DIGEST}`], place);
    assertEquals(status, 126);
    assertRefusal(stderr, /changed\.wasm has other bytes: their digest is [0-9a-f]{64}$/);
    assertEquals(kept(place), []);
  },
);

test(
  "a redirection is followed within the origin, and not to another one",
  async (served, place) => {
    const moved = await run([`${served.origin}/moved.wasm#sha256=${DIGEST}`], place);
    assertEquals(moved.stdout, "arg[moved.wasm]\n");
    Deno.removeSync(`${place.path}/cache/sluice`, { recursive: true });
    const away = await run([`${served.origin}/away.wasm#sha256=${DIGEST}`], place);
    assertEquals([away.status, kept(place)], [126, []]);
    assertRefusal(away.stderr, /leads to another origin, http:\/\/127\.0\.0\.1:\d+$/);
    const round = await run([`${served.origin}/round.wasm#sha256=${DIGEST}`], place);
    assertEquals(round.status, 127);
    assertRefusal(round.stderr, /redirected too often$/);
  },
);

test(
  "what is not to be had ends with 127, and what is no module with 126",
  async (served, place) => {
    const missing = await run([`${served.origin}/none.wasm#sha256=${DIGEST}`], place);
    assertEquals(missing.status, 127);
    assertRefusal(missing.stderr, /none\.wasm cannot be fetched: status 404$/);
    const text = new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode("<html>")),
    ).toHex();
    const html = await run([`${served.origin}/text.wasm#sha256=${text}`], place);
    assertEquals(html.status, 126);
    assertRefusal(html.stderr, /text\.wasm is not a WebAssembly module$/);
    // A port that nobody listens on any more.
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const refused = await run([`http://127.0.0.1:${port}/m.wasm#sha256=${DIGEST}`], place);
    assertEquals(refused.status, 127);
    assertRefusal(refused.stderr, /cannot be fetched$/);
  },
);

test(
  "a URL that is not to be trusted ends with 2, and nothing is fetched",
  async (served, place) => {
    const rows: readonly [url: string, error: RegExp, hint?: RegExp][] = [
      [
        "http://example.invalid/m.wasm",
        /without encryption$/,
        /^sluice .*https:\/\/example\.invalid/,
      ],
      ["http://127.0.0.1.example.invalid/m.wasm", /without encryption$/],
      ["https://user:secret@example.invalid/m.wasm", /has a user or a password in it$/],
      [`${served.origin}/args.wasm#sha256=${DIGEST.slice(1)}`, /64 hexadecimal digits$/],
      [`${served.origin}/args.wasm#md5=1`, /64 hexadecimal digits$/],
      ["https://", /is not a URL$/],
    ];
    for (const [url, error, hint] of rows) {
      const { status, stderr } = await run([url], place);
      assertEquals(status, 2, stderr);
      assertRefusal(stderr, error, hint);
      assert(!stderr.includes("secret"));
    }
    assertEquals(served.asked.size, 0);
  },
);

test("the network is asked for only where it is allowed", async (served, place) => {
  const { status, stderr } = await sluice([`${served.origin}/args.wasm#sha256=${DIGEST}`], {
    cwd: place.path,
    permissions: ["--allow-read", "--no-prompt"],
  });
  assertEquals(status, 2);
  assertMatch(stderr, /hint: start Deno with --allow-net\n$/);
  assertEquals(served.asked.size, 0);
});
