import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { TraceValue } from "../../../../../lib/abi/preview1/trace/value.ts";
import { Suspend } from "../../../../../lib/component/host_interface.ts";
import { ProcExit, Trap } from "../../../../../lib/errors.ts";
import { CollectedOutput } from "../../../../../lib/io/collected_output.ts";
import { FakeDirectory, FakeFile, ScriptedStream } from "../../../doubles/fake_node.ts";
import { ObservedComponent } from "../../../doubles/observed_component.ts";
import { utf8 } from "../../../outcome.ts";

const FOLLOW = { symlinkFollow: true };
const NO_OPEN_FLAGS = { create: false, directory: false, exclusive: false, truncate: false };
const READ_FLAGS = {
  ...{ read: true, write: false, mutateDirectory: false },
  ...{ fileIntegritySync: false, dataIntegritySync: false, requestedWriteSync: false },
};

/** A component with standard streams and the directory `/dir`. */
function component(): ObservedComponent & { readonly directory: FakeDirectory } {
  const directory = new FakeDirectory();
  directory.linkText = utf8("target");
  const stream = new ScriptedStream();
  const made = new ObservedComponent({
    context: {
      args: ["a", "secret"],
      environment: [["TOKEN", "secret"]],
      stdin: { stream, isTerminal: true },
      stdout: { stream: new CollectedOutput(), isTerminal: false },
      preopens: [{ name: "/dir", directory }],
    },
    beginnings: {
      "get-stdin": [{ name: "stdin" }],
      "get-stdout": [{ name: "stdout" }],
      "get-directories": [{ name: "/dir" }],
    },
  });
  return Object.assign(made, { directory });
}

type Values = Readonly<Record<string, TraceValue>>;

/** A call on the directory, and what is told of it. */
type Row = readonly [
  name: string,
  args: readonly unknown[],
  values: readonly TraceValue[],
  result: string,
  results?: Values,
];

const DIRECTORY = { resource: "descriptor", number: 1, name: "/dir" };
const KEEP = { tag: "no-change", value: undefined };
const AT = { tag: "timestamp", value: { seconds: 1n, nanoseconds: 2 } };
const TOLD_AT = { timestamp: { seconds: 1, nanoseconds: 2 } };

const ROWS: readonly Row[] = [
  [
    "descriptor.advise",
    [1n, 2n ** 60n, "will-need"],
    [1, `${2n ** 60n}`, "will-need"],
    "is-directory",
  ],
  ["descriptor.create-directory-at", ["new"], ["new"], "ok"],
  ["descriptor.get-type", [], [], "ok", { value: "directory" }],
  ["descriptor.get-flags", [], [], "ok", { value: ["read", "mutate-directory"] }],
  [
    "descriptor.open-at",
    [FOLLOW, "sub/../f", { ...NO_OPEN_FLAGS, create: true }, { ...READ_FLAGS, write: true }],
    [["symlink-follow"], "sub/../f", ["create"], ["read", "write"]],
    "ok",
    { value: { resource: "descriptor", number: 2, name: "/dir/sub/../f" } },
  ],
  ["descriptor.open-at", [FOLLOW, "", NO_OPEN_FLAGS, READ_FLAGS], [
    ["symlink-follow"],
    "",
    [],
    ["read"],
  ], "no-entry"],
  ["descriptor.readlink-at", ["l"], ["l"], "ok", { value: "target" }],
  ["descriptor.set-times-at", [FOLLOW, "f", KEEP, AT], [
    ["symlink-follow"],
    "f",
    "no-change",
    TOLD_AT,
  ], "ok"],
  ["descriptor.read", [5n, 0n], [5, 0], "is-directory"],
  ["descriptor.is-same-object", [], [], "ok", { value: true }],
  ["descriptor.read-directory", [], [], "ok", {
    value: { resource: "directory-entry-stream", number: 2, name: "/dir" },
  }],
];

Deno.test("CallObserver tells arguments and results by name, resources by what they are", () => {
  for (const [name, args, values, result, results = {}] of ROWS) {
    const made = component();
    const [[self]] = made.call("get-directories") as [[object, string]];
    const more = name.endsWith("same-object") ? [self] : args;
    made.call(name, self, ...more);
    const { last } = made;
    assertEquals(last.name, `wasi:filesystem/types@0.2.0 [method]${name}`);
    assertEquals(Object.values(last.arguments), [
      DIRECTORY,
      ...name.endsWith("same-object") ? [DIRECTORY] : values,
    ], name);
    assertEquals([last.result, last.results], [result, results], name);
    assertEquals(last.took, 1);
  }
});

Deno.test("CallObserver tells of what begins, and of streams by the names of what they are of", () => {
  const made = component();
  made.directory.opened = new FakeFile("0123456789");
  const [[base]] = made.call("get-directories") as [[object, string]];
  assertEquals(made.last.results, { value: [[DIRECTORY, "/dir"]] });
  const file = made.value("descriptor.open-at", base, FOLLOW, "f", NO_OPEN_FLAGS, READ_FLAGS);
  const input = made.value("descriptor.read-via-stream", file, 2n);
  made.call("input-stream.blocking-read", input, 4n);
  assertEquals(made.last.arguments, {
    p0: { resource: "input-stream", number: 3, name: "/dir/f" },
    p1: 4,
  });
  assertEquals([made.last.result, made.last.results], ["ok", { value: { bytes: 4 } }]);
  assertEquals(made.last.moved, [{ name: "/dir/f", read: 4, written: 0 }]);
  const out = made.call("get-stdout");
  made.call("output-stream.blocking-splice", out, input, 100n);
  assertEquals(made.last.moved, [
    { name: "stdout", read: 0, written: 4 },
    { name: "/dir/f", read: 4, written: 0 },
  ]);
  made.call("output-stream.blocking-write-and-flush", out, utf8("text"));
  assertEquals(made.last.arguments.p1, { bytes: 4 });
  assertEquals(made.last.moved, [{ name: "stdout", read: 0, written: 4 }]);
  const pollable = made.call("input-stream.subscribe", input);
  made.call("poll", new Array(20).fill(pollable));
  const told = made.last.arguments.p0 as readonly TraceValue[];
  assertEquals([told.length, told.at(-1)], [17, "4 more"]);
  assertEquals(told[0], { resource: "pollable", number: 5, name: "/dir/f" });
});

Deno.test("CallObserver tells the failure that a stream met, and how a closed one answers", () => {
  const made = component();
  made.directory.opened = new FakeFile("");
  const [[base]] = made.call("get-directories") as [[object, string]];
  const file = made.value("descriptor.open-at", base, FOLLOW, "f", NO_OPEN_FLAGS, READ_FLAGS);
  const input = made.value("descriptor.read-via-stream", file, 0n);
  made.call("input-stream.read", input, 1n);
  assertEquals([made.last.result, made.last.results], ["closed", {}]);
  const broken = new FakeFile("x");
  broken.failure = "io";
  made.directory.opened = broken;
  const failing = made.value("descriptor.open-at", base, FOLLOW, "g", NO_OPEN_FLAGS, READ_FLAGS);
  made.call("input-stream.read", made.value("descriptor.read-via-stream", failing, 0n), 1n);
  assertEquals([made.last.result, made.last.results], ["last-operation-failed", {
    error: { resource: "error", number: 6, name: "io" },
  }]);
});

Deno.test("CallObserver keeps to itself what is secret", () => {
  const made = component();
  for (
    const name of [
      ...["get-environment", "get-arguments", "get-random-u64", "get-insecure-random-u64"],
      "insecure-seed",
    ]
  ) {
    made.call(name);
    assertEquals([made.last.result, made.last.results], ["ok", {}], name);
  }
  made.call("get-random-bytes", 8n);
  assertEquals(made.last.results, { value: { bytes: 8 } });
});

Deno.test("CallObserver takes a call that waits for one, and lets it answer what it answers", () => {
  const made = component();
  const pollable = made.call("subscribe-duration", 1n);
  const wait = { pollables: [] };
  const type = made.types.get("poll")!;
  const answers: unknown[] = [
    new Suspend(wait, () => answers.shift()),
    new Suspend(wait, () => answers.shift()),
    [0],
  ];
  const { functions } = made.observer.observe("test:poll", {
    ...{ resources: {}, waiting: [], signatures: {} },
    functions: { poll: () => answers.shift() },
  }, { kind: "instance", exports: new Map([["poll", type]]) });
  const before = made.told.length;
  let answer: unknown = functions.poll!(...[[pollable]] as never[]);
  let waits = 0;
  while (answer instanceof Suspend) {
    waits++;
    assertStrictEquals(answer.wait, wait);
    assertEquals(made.told.length, before);
    answer = answer.retry();
  }
  assertEquals([answer, waits, made.told.length], [[0], 2, before + 1]);
  assertEquals(made.last.results, { value: [0] });
});

/** What `body` throws, which need not be an Error. */
function caught(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

Deno.test("CallObserver tells how calls end that have no answer", () => {
  const made = component();
  const out = made.call("get-stdout");
  assertThrows(() => made.call("output-stream.write", out, utf8("x")), Trap);
  assertEquals([made.last.result, made.last.results, made.last.moved], ["trap", {}, []]);
  assert(caught(() => made.call("exit-with-code", 7)) instanceof ProcExit);
  assertEquals([made.last.result, made.last.arguments], ["exit", { p0: 7 }]);
  assert(caught(() => made.call("exit", { tag: "err", value: undefined })) instanceof ProcExit);
  assertEquals(made.last.arguments, { p0: "err" });
  // A component cannot pass this; a bug of the host's could.
  assertThrows(() => made.call("output-stream.check-write", undefined), TypeError);

  const stdin = made.call("get-stdin");
  const before = made.told.length;
  assert(made.call("input-stream.blocking-read", stdin, 1n) instanceof Suspend);
  assertEquals(made.told.length, before);
  made.observer.finish();
  made.observer.finish();
  assertEquals([made.told.length, made.last.result], [before + 1, "unfinished"]);
});

Deno.test("CallObserver makes the call where it cannot look on, or its listener fails", () => {
  const made = component();
  made.told.push = () => {
    throw new Error("the listener failed");
  };
  assertEquals(made.call("get-arguments"), ["a", "secret"]);
});

Deno.test("CallObserver leaves alone what is not imported", () => {
  const made = component();
  const f = () => 1;
  const provided = { functions: { f }, resources: {}, waiting: ["f"], signatures: {} };
  const observed = made.observer.observe("x", provided, { kind: "instance", exports: new Map() });
  assertStrictEquals(observed.functions.f, f);
  assertEquals(observed, provided);
});
