import { assertEquals } from "@std/assert";
import type { ComponentDescription, ItemDescription } from "../../../../lib/component/describe.ts";
import { leastComponentOptions } from "../../../../lib/runner/inspect/least_component_options.ts";

const RUN: ItemDescription = { name: "wasi:cli/run@0.2.3", kind: "interface" };

/** A component that imports these functions, each as `INTERFACE FUNCTION`. */
function importing(
  names: readonly string[],
  exports: readonly ItemDescription[] = [RUN],
): ComponentDescription {
  const imports = names.map((one): ItemDescription => {
    const [name, ...rest] = one.split(" ");
    const functions = [{ name: rest.join(" "), signature: "func()" }];
    return { name: `wasi:${name}@0.2.3`, kind: "interface", functions };
  });
  return { kind: "component", imports, exports, wit: "" };
}

Deno.test("leastComponentOptions() grants what the functions need that are imported, and no more", () => {
  const file = "filesystem/types [method]descriptor.";
  const tcp = "sockets/tcp [method]tcp-socket.";
  const send = "sockets/udp [method]outgoing-datagram-stream.send";
  const receive = "sockets/udp [method]incoming-datagram-stream.receive";
  const rows: readonly [imports: readonly string[], options: string][] = [
    [[], ""],
    // What every program has that is built for preview1.
    [["filesystem/preopens get-directories", `${file}write-via-stream`, `${file}get-type`], ""],
    [["cli/environment get-environment", "random/random get-random-bytes"], ""],
    [[`${file}open-at`], "--dir .::/::ro"],
    [[`${file}read-directory`], "--dir .::/::ro"],
    [[`${file}stat-at`, `${file}write-via-stream`], "--dir .::/::ro"],
    [[`${file}open-at`, `${file}unlink-file-at`], "--dir .::/"],
    [[`${file}open-at`, `${file}set-size`], "--dir .::/"],
    [[`${file}open-at`, `${file}write`], "--dir .::/"],
    [["sockets/instance-network instance-network"], ""],
    [["sockets/tcp-create-socket create-tcp-socket", `${tcp}start-bind`], ""],
    [[`${tcp}start-connect`], "--allow-outbound tcp://*:*"],
    [[`${tcp}start-bind`, `${tcp}start-listen`, `${tcp}accept`], "--allow-inbound tcp://*:*"],
    [[send, receive], "--allow-outbound udp://*:*"],
    [[receive], "--allow-inbound udp://*:*"],
    [["sockets/ip-name-lookup resolve-addresses"], "--allow-resolve *"],
    [
      [`${file}open-at`, "sockets/ip-name-lookup resolve-addresses", `${tcp}start-connect`],
      "--dir .::/::ro --allow-outbound tcp://*:* --allow-resolve *",
    ],
  ];
  for (const [imports, options] of rows) {
    assertEquals(leastComponentOptions(importing(imports)).join(" "), options, imports.join());
  }
});

Deno.test("leastComponentOptions() calls an export of what is no command", () => {
  const described = (name: string) => ({ name, signature: "func()" });
  const add: ItemDescription = { ...described("add"), kind: "function" };
  const shapes: ItemDescription = {
    ...{ name: "docs:draw/shapes@1.0.0", kind: "interface" },
    functions: [described("[constructor]shape"), described("area")],
  };
  const rows: readonly [exports: readonly ItemDescription[], options: readonly string[]][] = [
    [[add], ["--invoke", "add()"]],
    [[shapes, add], ["--invoke", "docs:draw/shapes@1.0.0#area()"]],
    [[{ ...shapes, functions: [described("[static]shape.new")] }], []],
    [[add, RUN], []],
    [[], []],
  ];
  for (const [exports, options] of rows) {
    assertEquals(leastComponentOptions(importing([], exports)), options);
  }
});
