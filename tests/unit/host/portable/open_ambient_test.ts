/**
 * Opening by name, on both back ends alike.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { File, StreamNode } from "../../../../lib/filesystem/node.ts";
import type { AmbientMode, Host } from "../../../../lib/host/host.ts";
import { END } from "../../../../lib/io/streams.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";
import { listed, Specials, twins } from "./twins.ts";

const LINUX = Deno.build.os === "linux";

Deno.test({
  name: "openAmbientDirectory() and openAmbientFile() answer alike on both back ends",
  ignore: !LINUX,
  async fn() {
    using specials = new Specials();
    const [kernel, portable] = await twins((grant) => build(grant, specials));
    using _kernel = kernel;
    using _portable = portable;
    const paths = [
      "",
      "f",
      "f/",
      "f/x",
      "d",
      "d/",
      "new",
      "new/",
      "missing/new",
      "to_f",
      "to_d",
      "to_d/",
    ];
    paths.push("dangling", "loop", "up", "n".repeat(256), "d/../f");
    const operations: [name: string, act: (host: Host, path: string) => unknown][] = [
      ["directory", (host, path) => {
        using directory = host.openAmbientDirectory(path, "read-only");
        return [directory.access, listed(directory)];
      }],
      ...(["read", "write", "append"] as const).map(
        (mode): [string, (host: Host, path: string) => unknown] => [
          mode,
          (host, path) => described(host.openAmbientFile(path, mode), mode),
        ],
      ),
    ];
    for (const [name, act] of operations) {
      for (const path of paths) {
        const [one, other] = [kernel, portable].map((twin) =>
          outcomeOf(() => act(twin.host, `${twin.path}/${path}`))
        );
        assertEquals(other, one, `${name} ${path}`);
        assertEquals(portable.snapshot(), kernel.snapshot(), `${name} ${path}`);
        for (const twin of [kernel, portable]) twin.renew();
      }
      for (const path of ["", "a\0b", "x".repeat(4096), "/", "/dev/null", "/nothing/here"]) {
        if (path === "/" && name === "directory") continue;
        const [one, other] = [kernel, portable].map(({ host }) => outcomeOf(() => act(host, path)));
        assertEquals(other, one, `${name} ${path}`);
      }
    }
  },
});

Deno.test({
  name: "openAmbientFile() opens what is no regular file as a stream",
  ignore: !LINUX,
  async fn() {
    using specials = new Specials();
    const [kernel, portable] = await twins((grant) => build(grant, specials));
    using _kernel = kernel;
    using _portable = portable;
    for (const { host, path } of [kernel, portable]) {
      const writer = new Deno.Command("sh", { args: ["-c", "printf hello > fifo"], cwd: path })
        .spawn();
      using fifo = host.openAmbientFile(`${path}/fifo`, "read") as StreamNode;
      const into = utf8("????????");
      assertEquals([fifo.kind, fifo.type, fifo.cursor], ["stream", "fifo", undefined]);
      assertEquals([fifo.input!.read(into), text(into)], [5, "hello???"]);
      assertEquals([fifo.input!.read(into), fifo.stat().type, fifo.output], [
        END,
        "fifo",
        undefined,
      ]);
      assertEquals(outcomeOf(() => fifo.sync()), "invalid");
      await writer.status;
      using zero = host.openAmbientFile("/dev/zero", "read") as StreamNode;
      assertEquals([zero.type, zero.input!.readv([into, utf8("?")])], ["character-device", 9]);
      assertEquals(zero.cursor!.seek(0n, "start"), 0);
      using full = host.openAmbientFile("/dev/full", "append") as StreamNode;
      assertEquals(outcomeOf(() => full.output!.write(utf8("a"))), "insufficient-space");
    }
  },
});

Deno.test({
  name: "CheckedDirectory opens no device",
  ignore: !LINUX,
  async fn() {
    const [kernel, portable] = await twins(() => {});
    using _kernel = kernel;
    using _portable = portable;
    for (const { host } of [kernel, portable]) {
      using devices = host.openAmbientDirectory("/dev", "read-only");
      const open = (path: string) =>
        devices.openAt(utf8(path), {
          read: true,
          write: false,
          create: false,
          exclusive: false,
          truncate: false,
          append: false,
          directory: false,
          follow: true,
          sync: "none",
        });
      assertEquals(outcomeOf(() => open("null")), "not-capable");
      assertEquals(devices.statAt(utf8("null"), { follow: true }).type, "character-device");
    }
  },
});

function described(node: File | StreamNode, mode: AmbientMode): unknown {
  using _closed = node;
  if (node.kind === "stream") {
    return [node.type, node.input === undefined, node.output === undefined];
  }
  node.setAppending(mode === "append");
  const into = utf8("????????");
  return [
    outcomeOf(() => node.readAt(into, 0)),
    text(into),
    outcomeOf(() => mode === "append" ? node.append(utf8("!")) : node.writeAt(utf8("!"), 0)),
    outcomeOf(() => node.setTimes(0n, 0n)),
    String(node.size()),
  ];
}

function build(grant: string, specials: Specials): void {
  Deno.writeTextFileSync(`${grant}/../outside`, "outside");
  Deno.writeTextFileSync(`${grant}/f`, "content");
  Deno.mkdirSync(`${grant}/d`);
  Deno.writeTextFileSync(`${grant}/d/g`, "deep");
  Deno.symlinkSync("f", `${grant}/to_f`);
  Deno.symlinkSync("d", `${grant}/to_d`);
  Deno.symlinkSync("nowhere", `${grant}/dangling`);
  Deno.symlinkSync("loop", `${grant}/loop`);
  Deno.symlinkSync("../outside", `${grant}/up`);
  specials.linkInto(grant, "fifo");
}
