import { assertEquals } from "@std/assert";
import {
  encodeRequest,
  readRequest,
  type Request,
} from "../../../../lib/runner/own_process/request.ts";
import { dir } from "../../../../lib/grants/directory.ts";
import { env } from "../../../../lib/grants/environment.ts";

const ROWS: readonly Request[] = [
  {
    path: "a \u{1f980}.wasm",
    module: undefined,
    input: undefined,
    options: { args: ["", "\n"], grants: [dir("a", { rights: ["fd_read"] }), env({ A: "=" })] },
    told: ["trace", "audit"],
    process: {},
  },
  {
    path: undefined,
    module: new Uint8Array([0, 1, 2]),
    input: new Uint8Array([3, 4]),
    options: { stdout: { kind: "file", path: "x" }, limits: { timeout: 0.5 } },
    told: [],
    process: { isolation: "strict" },
  },
  {
    path: undefined,
    module: new Uint8Array(0),
    input: new Uint8Array(0),
    options: {},
    told: [],
    process: {},
  },
  {
    path: "component.wasm",
    module: undefined,
    input: undefined,
    options: { invoke: { name: "f", args: ["x", { a: [true, undefined] }] } },
    told: [],
    process: {},
  },
];

Deno.test("readRequest() reads what encodeRequest() made, and not a byte more", () => {
  for (const request of ROWS) {
    const sent = encodeRequest(request).flatMap((part) => [...part]);
    const got = readRequest((into) => into.set(sent.splice(0, into.length)));
    assertEquals(JSON.stringify(got), JSON.stringify(request));
    assertEquals([got.module, got.input], [request.module, request.input]);
    assertEquals(sent, []);
  }
});
