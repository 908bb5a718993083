import { assert, assertEquals, assertThrows } from "@std/assert";
import { MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import { hasStart } from "../../../lib/wasm/module_interface.ts";
import { exportStart } from "../../../lib/wasm/start_section.ts";
import { body, functionType, module, name, section, vector } from "../../guests/modules/binary.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A module whose function 0 sets the global `g` to 7, function 1 takes a parameter. */
function withStart(start: number[], exports: number[][], more: number[][] = []): Bytes {
  return module(
    section(1, vector([functionType([], []), functionType([0x7f], [])])),
    section(3, vector([[0], [1]])),
    section(6, vector([[0x7f, 1, 0x41, 0, 0x0b]])),
    ...exports.length === 0 ? [] : [section(7, vector(exports))],
    ...more,
    section(8, start),
    section(10, vector([body([0x41, 7, 0x24, 0]), body([])])),
  ) as Bytes;
}

const GLOBAL = [...name("g"), 3, 0];
const CUSTOM = section(0, [...name("note"), 1, 2, 3]);

Deno.test("exportStart() exports what would have run, which then runs when it is called", () => {
  const rows: readonly [exports: number[][], more: number[][], start: string][] = [
    [[GLOBAL], [], "start"],
    [[GLOBAL], [CUSTOM], "start"],
    [[GLOBAL, [...name("start"), 0, 1]], [], "start'"],
    [[GLOBAL, [...name("start"), 0, 1], [...name("start'"), 0, 1]], [CUSTOM, CUSTOM], "start''"],
    // So many that the count takes two bytes.
    [[GLOBAL, ...Array.from({ length: 127 }, (_, i) => [...name(`e${i}`), 0, 1])], [], "start"],
  ];
  for (const [exported, more, start] of rows) {
    const bytes = withStart([0], exported, more);
    assert(hasStart(bytes));
    const unstarted = exportStart(bytes)!;
    assertEquals(unstarted.start, start);
    assertEquals(hasStart(unstarted.bytes), false);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(unstarted.bytes));
    const global = exports.g as WebAssembly.Global;
    assertEquals([global.value, Object.keys(exports).length], [0, exported.length + 1]);
    (exports[start] as () => void)();
    assertEquals(global.value, 7);
  }
});

Deno.test("exportStart() makes an export section where there is none", () => {
  for (const more of [[], [CUSTOM]]) {
    const { bytes, start } = exportStart(withStart([0], [], more))!;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    assertEquals(Object.keys(exports), [start]);
  }
});

Deno.test("exportStart() leaves alone what has no start section, and what the engine refuses", () => {
  const without = module(section(7, vector([])));
  assertEquals([hasStart(without), exportStart(without)], [false, undefined]);
  for (
    const [start, why] of [
      [[1], "it takes a parameter"],
      [[2], "there is none"],
      [[0, 0], "there is more"],
    ] as const
  ) {
    const bytes = withStart([...start], [GLOBAL]);
    assertEquals([exportStart(bytes), WebAssembly.validate(bytes)], [undefined, false], why);
  }
});

Deno.test("exportStart() throws MalformedModule wherever a module is cut off within a section", () => {
  const bytes = withStart([0], [GLOBAL], [CUSTOM]);
  for (let length = 9; length < bytes.length; length++) {
    const cut = bytes.subarray(0, length);
    try {
      exportStart(cut);
    } catch (error) {
      assert(error instanceof MalformedModule, `${length}: ${error}`);
    }
    hasStart(cut);
  }
  assertThrows(() => exportStart(withStart([], [GLOBAL])), MalformedModule);
});
