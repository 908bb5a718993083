import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { SluiceError } from "../../../lib/errors.ts";
import { env, inheritEnv, parseEnvironmentGrant } from "../../../lib/grants/environment.ts";
import type { Grant } from "../../../lib/grants/grant.ts";
import { environOf } from "../../../lib/runner/environ.ts";
import { fakeHost } from "../doubles/fake_host.ts";

/** A host with these variables, none of which has been asked for in vain. */
function hostWith(variables: Readonly<Record<string, string>>) {
  return fakeHost({
    environment: (names) =>
      Object.fromEntries(
        Object.entries(variables).filter(([name]) => names === "all" || names.includes(name)),
      ),
  });
}

const HOST = { HOME: "/home/u", LANG: "de", EMPTY: "" };

Deno.test("environOf() is empty without a grant, and does not look at the host's", () => {
  assertEquals(environOf(fakeHost(), []), []);
  assertEquals(
    environOf(fakeHost(), [{ kind: "directory", host: "a", guest: "a", rights: "rw" }]),
    [],
  );
});

Deno.test("environOf() gives each variable once, by the precedence of its grants", () => {
  const rows: readonly [why: string, grants: readonly Grant[], expected: readonly string[]][] = [
    ["one", [env({ A: "1" })], ["A=1"]],
    ["several, in one grant and in two", [env({ A: "1", B: "2" }), env({ C: "3" })], [
      ...["A=1", "B=2", "C=3"],
    ]],
    ["an empty value is a value", [env({ A: "" })], ["A="]],
    ["the last of a name wins", [env({ A: "1" }), env({ A: "2" })], ["A=2"]],
    ["passed on", [inheritEnv("LANG")], ["LANG=de"]],
    ["passed on, empty", [inheritEnv("EMPTY")], ["EMPTY="]],
    ["unset on the host stays unset", [inheritEnv("MISSING")], []],
    ["unset on the host takes nothing away", [env({ MISSING: "1" }), inheritEnv("MISSING")], [
      "MISSING=1",
    ]],
    ["all", [inheritEnv()], ["HOME=/home/u", "LANG=de", "EMPTY="]],
    ["a value beats all, whichever comes first", [env({ LANG: "C" }), inheritEnv()], [
      ...["HOME=/home/u", "LANG=C", "EMPTY="],
    ]],
    ["a value beats all, behind it", [inheritEnv(), env({ LANG: "C" })], [
      ...["HOME=/home/u", "LANG=C", "EMPTY="],
    ]],
    ["a name behind a value wins", [env({ LANG: "C" }), inheritEnv("LANG")], ["LANG=de"]],
    ["a value behind a name wins", [inheritEnv("LANG"), env({ LANG: "C" })], ["LANG=C"]],
    ["a value may have anything in it", [env({ A: "B=C\n\x1b", "A B": "é" })], [
      ...["A=B=C\n\x1b", "A B=é"],
    ]],
    ["a name that every object has", [parseEnvironmentGrant("constructor=x")], ["constructor=x"]],
    ["a name that means something to objects", [parseEnvironmentGrant("__proto__=x")], [
      "__proto__=x",
    ]],
    ["a name that every object has, unset", [inheritEnv("toString")], []],
  ];
  for (const [why, grants, expected] of rows) {
    const found = environOf(hostWith(HOST), grants);
    assertEquals([...found].sort(), [...expected].sort(), why);
  }
});

Deno.test("environOf() asks the host for no more than it passes on", () => {
  const asked: (readonly string[] | "all")[] = [];
  const host = fakeHost({
    environment(names) {
      asked.push(names);
      return {};
    },
  });
  environOf(host, [env({ A: "1" }), inheritEnv("B", "C")]);
  assertEquals(asked, [["B", "C"]]);
});

Deno.test("environOf() passes the refusal of the host on", () => {
  const refusal = new SluiceError(2, "no permission");
  const host = fakeHost({
    environment() {
      throw refusal;
    },
  });
  assertStrictEquals(assertThrows(() => environOf(host, [inheritEnv()])), refusal);
  assertStrictEquals(assertThrows(() => environOf(host, [inheritEnv("A")])), refusal);
});
