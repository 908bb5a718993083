import { assertEquals } from "@std/assert";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const [O_WRONLY, O_RDWR, O_CLOEXEC, O_PATH] = [1, 2, 0o2000000, 0o10000000] as const;

const load = async () => ({
  ...await import("../../../../lib/host/kernel/inherited_stream.ts"),
  ...await import("../held_descriptor.ts"),
});

testWithLibc(
  "inheritedStream() can do what the descriptor was opened for, and no more",
  async () => {
    const { inheritedStream, openHost } = await load();
    using at = new TemporaryDirectory();
    at.make({ file: "content" });
    const rows: readonly [flags: number, input: boolean, output: boolean, dated: string][] = [
      [0, true, false, "not-capable"],
      [O_WRONLY, false, true, "dated"],
      [O_RDWR, true, true, "dated"],
    ];
    for (const [flags, input, output, dated] of rows) {
      using stream = inheritedStream(openHost(at.at("file"), flags), { mayBlock: true });
      assertEquals([stream.input !== undefined, stream.output !== undefined], [input, output]);
      const dating = () => {
        stream.setTimes("now", "now");
        return "dated";
      };
      assertEquals(outcomeOf(dating), dated);
    }
  },
);

testWithLibc("inheritedStream() refuses what nobody can have meant", async () => {
  const { inheritedStream, openHost, HeldDescriptor } = await load();
  using at = new TemporaryDirectory();
  at.make({ file: "content" });
  const rows: readonly [why: string, fd: number, code: string][] = [
    ["no descriptor", 1_000_000, "bad-descriptor"],
    ["one of the runtime's own", openHost(at.at("file"), O_CLOEXEC), "bad-descriptor"],
    ["one that only holds a place", openHost(at.at("file"), O_PATH), "bad-descriptor"],
    ["a directory", openHost(at.path), "is-directory"],
  ];
  for (const [why, fd, code] of rows) {
    using _ = new HeldDescriptor(fd);
    assertEquals(outcomeOf(() => inheritedStream(fd, { mayBlock: true }).type), code, why);
  }
});
