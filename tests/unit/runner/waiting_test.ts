import { assertEquals } from "@std/assert";
import { Description } from "../../../lib/abi/preview1/description.ts";
import { BytesInput } from "../../../lib/io/bytes_input.ts";
import { MemoryPipe } from "../../../lib/io/pipe.ts";
import { kernelCanWait } from "../../../lib/runner/waiting.ts";
import { fakeHost } from "../doubles/fake_host.ts";
import { FakeDirectory, FakeFile, FakeStream } from "../doubles/fake_node.ts";
import { utf8 } from "../outcome.ts";

Deno.test("kernelCanWait() is false where the host cannot, or a stream is not the kernel's", () => {
  const described = (node: FakeFile | FakeDirectory | FakeStream) =>
    new Description(node, { rights: 0, inheriting: 0 });
  const ready = described(new FakeStream({ input: new BytesInput(utf8("x")) }));
  const { input, output } = new MemoryPipe();
  const rows: readonly [why: string, descriptions: Description[], expected: boolean][] = [
    ["nothing", [], true],
    ["files and directories", [described(new FakeFile()), described(new FakeDirectory())], true],
    ["what is always ready", [ready], true],
    ["an input of this program", [ready, described(new FakeStream({ input }))], false],
    ["an output of this program", [described(new FakeStream({ output })), ready], false],
  ];
  for (const [why, descriptions, expected] of rows) {
    assertEquals(kernelCanWait(fakeHost(), descriptions), expected, why);
    assertEquals(kernelCanWait(fakeHost({ waitsForStreams: false }), descriptions), false, why);
  }
});
