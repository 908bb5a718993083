import { assertEquals } from "@std/assert";
import {
  annotationOf,
  distinction,
  isExternName,
  isInterfaceName,
  isLabel,
} from "../../../../lib/component/decode/names.ts";

const LABELS: readonly (readonly [name: string, label: boolean])[] = [
  ["a", true],
  ["a1-2-3", true],
  ["A1-2-3", true],
  ["m1x3d-4CR0NYMS", true],
  ["is-XML", true],
  ["", false],
  ["1", false],
  ["1-a", false],
  ["a-", false],
  ["-a", false],
  ["a--b", false],
  ["aB", false],
  ["a-bC", false],
  ["a_b", false],
  ["ä", false],
  ["a.b", false],
];

Deno.test("isLabel() knows kebab case", () => {
  for (const [name, label] of LABELS) assertEquals(isLabel(name), label, name);
});

Deno.test("isLabel() takes as long as the name is, whatever it is made of", () => {
  // Each part of digits alone is both a word and an acronym: 2^50000 ways to try.
  assertEquals(isLabel(`a${"-1".repeat(50_000)}-`), false);
});

const INTERFACES: readonly (readonly [name: string, valid: boolean])[] = [
  ["wasi:io/streams", true],
  ["wasi:io/streams@0.2.0", true],
  ["a-b1:c-2/D-e@1.20.300", true],
  ["a:b/c@0.0.0-rc.1.x-2+build.007", true],
  ["a:b/c@1", true],
  ["a:b/c@0.2", true],
  ["a:b/c@0.0.3", true],
  ["a:b/c@", false],
  ["a:b/c@1.", false],
  ["a:b/c@0", false],
  ["a:b/c@1.2", false],
  ["a:b/c@01.2.3", false],
  ["a:b/c@1.2.3-", false],
  ["a:b/c@1.2.3-01", false],
  ["a:b/c@1.2.3+", false],
  ["a:b/c@1.2.3.4", false],
  ["A:b/c", false],
  ["a:B/c", false],
  ["a:b/cD", false],
  ["a:b", false],
  ["a/b", false],
  ["a:b:c/d", false],
  ["a:b/c/d", false],
  [":/", false],
];

Deno.test("isInterfaceName() knows packages, interfaces and versions", () => {
  for (const [name, valid] of INTERFACES) {
    assertEquals(isInterfaceName(name), valid, name);
    assertEquals(isExternName(name), valid, name);
  }
});

const FUNCTIONS: readonly (readonly [name: string, valid: boolean, resource?: string])[] = [
  ["f", true],
  ["[constructor]r", true, "r"],
  ["[method]r.f", true, "r"],
  ["[static]r.F-g", true, "r"],
  ["[constructor]", false, ""],
  ["[constructor]r.f", false, "r"],
  ["[method]r", false, "r"],
  ["[method]r.", false, "r"],
  ["[method].f", false, ""],
  ["[method]r.f.g", false, "r"],
  ["[other]r", false],
  ["[method]r.f\n", false, "r"],
];

Deno.test("isExternName() and annotationOf() know the functions of resources", () => {
  for (const [name, valid, resource] of FUNCTIONS) {
    assertEquals(isExternName(name), valid, name);
    assertEquals(annotationOf(name)?.resource, resource, name);
  }
});

Deno.test("distinction() differs where two names may stand beside each other", () => {
  const apart = [
    "foo",
    "foo-bar",
    "[constructor]foo",
    "[method]foo.bar",
    "[static]foo.baz",
    "foo:bar/baz",
  ];
  assertEquals(new Set(apart.map(distinction)).size, apart.length);
  const alike: readonly (readonly [string, string])[] = [
    ["foo", "FOO"],
    ["[constructor]foo", "[constructor]FOO"],
    ["[method]foo.bar", "[static]foo.BAR"],
    ["foo", "[method]foo.foo"],
    ["foo", "[static]FOO.foo"],
    ["foo:bar/baz", "foo:bar/BAZ"],
  ];
  for (const [one, other] of alike) assertEquals(distinction(one), distinction(other), other);
});
