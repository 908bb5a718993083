import { assertEquals } from "@std/assert";
import { structureOf } from "../../../../lib/component/wit/structure.ts";
import type { ValueType } from "../../../../lib/component/types.ts";
import { types } from "../canonical/sides.ts";

const { of, list, tuple, record, variant, flags, enumeration, option, result, own, borrow } = types;

const ROWS: readonly (readonly [ValueType, string])[] = [
  [of("u8"), "u8"],
  [of("string"), "string"],
  [list(of("char")), "list<char>"],
  [list(of("u8"), 4), "list<u8, 4>"],
  [tuple(of("s8"), of("f32")), "tuple<s8, f32>"],
  [record({ a: of("bool"), "b-c": list(of("u8")) }), "record { a: bool, b-c: list<u8> }"],
  [variant({ none: undefined, some: of("u64") }), "variant { none, some(u64) }"],
  [flags(["read", "write"]), "flags { read, write }"],
  [enumeration(["a", "b"]), "enum { a, b }"],
  [option(of("s64")), "option<s64>"],
  [result(), "result"],
  [result(of("u8")), "result<u8>"],
  [result(undefined, of("u8")), "result<_, u8>"],
  [result(of("u16"), of("u8")), "result<u16, u8>"],
  [own, "own<stream>"],
  [borrow, "borrow<stream>"],
];

Deno.test("structureOf() writes every type with its parts", () => {
  for (const [type, text] of ROWS) {
    const parameters = [{ name: "a", type }, { name: "b-c", type: of("u8") }];
    assertEquals(
      structureOf({ kind: "function", parameters, result: type }, () => "stream"),
      `func(${text}, u8) -> ${text}`,
    );
  }
  assertEquals(structureOf({ kind: "function", parameters: [] }, () => ""), "func()");
});

Deno.test("structureOf() ends at a type that contains another without end", () => {
  let type = of("u8");
  for (let i = 0; i < 40; i++) type = tuple(type, type);
  const parameters = [{ name: "a", type }];
  assertEquals(structureOf({ kind: "function", parameters }, () => ""), undefined);
});
