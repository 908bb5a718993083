import { assertEquals, assertThrows } from "@std/assert";
import { MalformedModule } from "../../../lib/wasm/binary_reader.ts";
import { CodeReader } from "../../../lib/wasm/code_reader.ts";

const reader = (...bytes: number[]) => new CodeReader(Uint8Array.from(bytes), 0, bytes.length);

Deno.test("CodeReader reads numbers as the format has them", () => {
  const unsigned: readonly [bytes: number[], value: number][] = [
    [[0], 0],
    [[0x7f], 127],
    [[0x80, 1], 128],
    [[0x80, 0], 0],
    [[0xff, 0xff, 0xff, 0xff, 0x0f], 2 ** 32 - 1],
  ];
  for (const [bytes, value] of unsigned) assertEquals(reader(...bytes).u32(), value);
  const signed: readonly [bytes: number[], value: number][] = [
    [[0], 0],
    [[0x3f], 63],
    [[0x40], -64],
    [[0x70], -16],
    [[0xf0, 0x7f], -16],
    [[0xff, 0], 127],
    [[0xff, 0xff, 0xff, 0xff, 0x0f], 2 ** 32 - 1],
  ];
  for (const [bytes, value] of signed) assertEquals(reader(...bytes).s33(), value);
});

Deno.test("CodeReader goes past numbers and bytes, and knows its end", () => {
  const code = reader(0x80, 0x80, 0, 1, 2, 3, 4);
  code.skipNumber();
  assertEquals(code.position, 3);
  code.skipNumbers(2);
  assertEquals(code.position, 5);
  const part = code.section(2);
  assertEquals([code.done, part.done, part.byte(), part.byte(), part.done], [
    true,
    false,
    3,
    4,
    true,
  ]);
});

Deno.test("CodeReader refuses what breaks off or is too large", () => {
  const refused: readonly (() => void)[] = [
    () => reader().byte(),
    () => reader(1).skip(2),
    () => reader(1).section(2),
    () => reader(0x80).u32(),
    () => reader(0x80).s33(),
    () => reader(0x80).skipNumber(),
    () => reader(0xff, 0xff, 0xff, 0xff, 0x1f).u32(),
    () => reader(...Array(5).fill(0x80), 0).u32(),
    () => reader(...Array(5).fill(0x80), 0).s33(),
    () => reader(...Array(10).fill(0x80), 0).skipNumber(),
    () => reader(1, 1).skipNumbers(2 ** 32),
  ];
  for (const call of refused) assertThrows(call, MalformedModule);
});
