import { assertEquals, assertInstanceOf } from "@std/assert";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { outcomeOf, text, utf8 } from "../../outcome.ts";
import { testWithLibc } from "../with_libc.ts";

const load = async () => ({
  ...await import("../../../../lib/host/kernel/open_ambient.ts"),
  ...await import("../../../../lib/host/kernel/confined_directory.ts"),
  ...await import("../../../../lib/host/kernel/confined_file.ts"),
  ...await import("../../../../lib/host/kernel/descriptor_stream.ts"),
  ...await import("../held_descriptor.ts"),
});

testWithLibc("openAmbientDirectory() opens what the user named, through links", async () => {
  const { openAmbientDirectory, ConfinedDirectory } = await load();
  using at = new TemporaryDirectory();
  at.make({ "d/": "", "d/f": "F", "l": "-> d", "f": "" });
  for (const name of ["d", "d/", "l", "./d", "d/../d"]) {
    for (const access of ["read-only", "read-write"] as const) {
      using directory = openAmbientDirectory(at.at(name), access);
      assertInstanceOf(directory, ConfinedDirectory);
      assertEquals(directory.access, access);
      assertEquals(directory.statAt(utf8("f"), { follow: false }).size, 1);
    }
  }
});

testWithLibc(
  "openAmbientDirectory() keeps the directory when its name is given to another",
  async () => {
    const { openAmbientDirectory } = await load();
    using at = new TemporaryDirectory();
    at.make({ "d/": "", "d/f": "F", "other/": "" });
    using directory = openAmbientDirectory(at.at("d"), "read-only");
    Deno.renameSync(at.at("d"), at.at("moved"));
    Deno.symlinkSync(at.at("other"), at.at("d"));
    assertEquals(directory.statAt(utf8("f"), { follow: false }).size, 1);
  },
);

testWithLibc("openAmbientDirectory() and openAmbientFile() fail as open(2) does", async () => {
  const { openAmbientDirectory, openAmbientFile, countDescriptors } = await load();
  using at = new TemporaryDirectory();
  at.make({ "d/": "", "f": "", "loop": "-> loop" });
  const before = countDescriptors();
  const directories = {
    missing: "no-entry",
    f: "not-directory",
    "f/x": "not-directory",
    loop: "loop",
    [`${"n".repeat(256)}`]: "name-too-long",
    ["n/".repeat(2048)]: "name-too-long",
    "a\0b": "invalid",
  };
  for (const [name, expected] of Object.entries(directories)) {
    assertEquals(
      outcomeOf(() => openAmbientDirectory(at.at(name), "read-only")),
      expected as never,
    );
  }
  assertEquals(outcomeOf(() => openAmbientDirectory("", "read-only")), "no-entry");
  const files = {
    missing: "no-entry",
    d: "is-directory",
    "f/": "not-directory",
    "a\0b": "invalid",
  };
  for (const [name, expected] of Object.entries(files)) {
    assertEquals(outcomeOf(() => openAmbientFile(at.at(name), "read")), expected as never, name);
  }
  for (const mode of ["write", "append"] as const) {
    assertEquals(outcomeOf(() => openAmbientFile(at.at("d"), mode)), "is-directory");
    assertEquals(outcomeOf(() => openAmbientFile(at.at("missing/f"), mode)), "no-entry");
  }
  assertEquals(countDescriptors(), before);
});

testWithLibc(
  "openAmbientFile() reads, writes or appends a regular file, and empties none",
  async () => {
    const { openAmbientFile, ConfinedFile } = await load();
    using at = new TemporaryDirectory();
    at.make({ f: "abc", l: "-> f" });
    {
      using file = openAmbientFile(at.at("l"), "read");
      assertInstanceOf(file, ConfinedFile);
      const into = new Uint8Array(4);
      assertEquals([file.readAt(into, 0), text(into)], [3, "abc\0"]);
      assertEquals(outcomeOf(() => file.writeAt(utf8("x"), 0)), "bad-descriptor");
      assertEquals(outcomeOf(() => file.setTimes("now", "now")), "not-capable");
    }
    {
      using file = openAmbientFile(at.at("f"), "append");
      assertInstanceOf(file, ConfinedFile);
      assertEquals(file.append(utf8("de")), 2);
      assertEquals(outcomeOf(() => file.readAt(new Uint8Array(1), 0)), "bad-descriptor");
    }
    at.assertTree({ f: "abcde", l: "-> f" });
    {
      using file = openAmbientFile(at.at("f"), "write");
      at.assertTree({ f: "abcde", l: "-> f" });
      assertInstanceOf(file, ConfinedFile);
      file.writeAt(utf8("X"), 0);
      at.assertTree({ f: "Xbcde", l: "-> f" });
      file.resize(1);
    }
    at.assertTree({ f: "X", l: "-> f" });
  },
);

testWithLibc("openAmbientFile() makes a file to be written, mode 0666 less the umask", async () => {
  const { openAmbientFile } = await load();
  using at = new TemporaryDirectory();
  for (const mode of ["write", "append"] as const) {
    openAmbientFile(at.at(mode), mode)[Symbol.dispose]();
    assertEquals(Deno.statSync(at.at(mode)).mode! & 0o7777, 0o666 & ~Deno.umask());
  }
  at.assertTree({ write: "", append: "" });
});

testWithLibc(
  "openAmbientFile() opens a device as a stream of the direction asked for",
  async () => {
    const { openAmbientFile, DescriptorStream } = await load();
    for (const mode of ["read", "write", "append"] as const) {
      using stream = openAmbientFile("/dev/null", mode);
      assertInstanceOf(stream, DescriptorStream);
      const { input, output, type } = stream;
      assertEquals([type, input !== undefined, output !== undefined], [
        "character-device",
        mode === "read",
        mode !== "read",
      ]);
    }
  },
);
