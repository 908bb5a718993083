import { assertEquals, assertStringIncludes } from "@std/assert";
import { env, inheritEnv, parseEnvironmentGrant } from "../../../lib/grants/environment.ts";
import { refusalOf } from "../outcome.ts";

Deno.test("parseEnvironmentGrant() sets a variable when there is a value", () => {
  const rows: readonly [text: string, name: string, value: string][] = [
    ["A=1", "A", "1"],
    ["A=", "A", ""],
    ["A=B=C", "A", "B=C"],
    ["A==", "A", "="],
    ["A B=1", "A B", "1"],
    [" =1", " ", "1"],
    ["A=1\n2", "A", "1\n2"],
    ["A\n=1", "A\n", "1"],
    ["A=\x1b[2J", "A", "\x1b[2J"],
    ["é=字", "é", "字"],
    ["constructor=x", "constructor", "x"],
    ["__proto__=x", "__proto__", "x"],
    ["1=x", "1", "x"],
  ];
  for (const [text, name, value] of rows) {
    const grant = parseEnvironmentGrant(text);
    const variables = grant.kind === "environment" ? Object.entries(grant.variables) : undefined;
    assertEquals(variables, [[name, value]], text);
  }
});

Deno.test("parseEnvironmentGrant() passes a variable on when there is no value", () => {
  for (const name of ["A", "PATH", "a b", "__proto__", "-A"]) {
    assertEquals(parseEnvironmentGrant(name), { kind: "inherited-environment", names: [name] });
  }
});

Deno.test("parseEnvironmentGrant() refuses with status 2 what names nothing or has a NUL", () => {
  for (const text of ["", "=", "=x", "==x", "\0", "A\0", "A\0B=1", "A=\0", "A=1\0"]) {
    assertEquals(refusalOf(() => parseEnvironmentGrant(text)).status, 2, JSON.stringify(text));
  }
  assertStringIncludes(refusalOf(() => parseEnvironmentGrant("=x")).message, "--env =x");
  assertEquals(refusalOf(() => parseEnvironmentGrant("")).hint, "--env NAME=VALUE");
});

Deno.test("env() refuses with status 2 a name that no environment can hold, and a value with NUL", () => {
  const rows: readonly Readonly<Record<string, string>>[] = [
    { "": "x" },
    { "A=B": "x" },
    { "A\0": "x" },
    { A: "x\0" },
    { fine: "x", "=": "x" },
  ];
  for (const variables of rows) {
    assertEquals(refusalOf(() => env(variables)).status, 2, JSON.stringify(variables));
  }
  assertEquals(env({}), { kind: "environment", variables: {} });
  assertEquals(env({ A: "", B: "b" }).variables, { A: "", B: "b" });
});

Deno.test("env() does not put a value into its message, which may be a secret", () => {
  assertEquals(refusalOf(() => env({ KEY: "hunter2\0" })).message.includes("hunter2"), false);
});

Deno.test("inheritEnv() passes on the names it is given, and all without one", () => {
  assertEquals(inheritEnv("A", "B"), { kind: "inherited-environment", names: ["A", "B"] });
  assertEquals(inheritEnv(), { kind: "inherited-environment", names: "all" });
  for (const name of ["", "A=B", "A\0"]) {
    assertEquals(refusalOf(() => inheritEnv("fine", name)).status, 2, JSON.stringify(name));
  }
});
