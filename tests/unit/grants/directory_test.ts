import { assertEquals, assertStringIncludes } from "@std/assert";
import { dir, parseDirectoryGrant } from "../../../lib/grants/directory.ts";
import type { Rights } from "../../../lib/grants/grant.ts";
import { refusalOf } from "../outcome.ts";

Deno.test("parseDirectoryGrant() reads HOST, HOST::GUEST and HOST::GUEST::RIGHTS", () => {
  const rows: readonly [text: string, host: string, guest: string, rights: Rights][] = [
    ["data", "data", "data", "rw"],
    [".", ".", ".", "rw"],
    ["..", "..", "..", "rw"],
    ["../up", "../up", "../up", "rw"],
    ["a/../b", "a/../b", "a/../b", "rw"],
    ["/", "/", "/", "rw"],
    ["data/", "data/", "data/", "rw"],
    ["~", "~", "~", "rw"],
    ["a b,c", "a b,c", "a b,c", "rw"],
    ["a:b", "a:b", "a:b", "rw"],
    [":a", ":a", ":a", "rw"],
    ["ro", "ro", "ro", "rw"],
    ["rw", "rw", "rw", "rw"],
    ["fd_read", "fd_read", "fd_read", "rw"],
    ["data::/data", "data", "/data", "rw"],
    ["data::data", "data", "data", "rw"],
    ["data::.", "data", ".", "rw"],
    ["data::/", "data", "/", "rw"],
    ["data::./ro", "data", "./ro", "rw"],
    ["data::./rw", "data", "./rw", "rw"],
    ["data::./fd_read", "data", "./fd_read", "rw"],
    ["data::ro/", "data", "ro/", "rw"],
    ["data::RO", "data", "RO", "rw"],
    ["data::...", "data", "...", "rw"],
    ["data::a..b", "data", "a..b", "rw"],
    ["data::a:b", "data", "a:b", "rw"],
    ["../up::../up", "../up", "../up", "rw"],
    ["data::/data::rw", "data", "/data", "rw"],
    ["data::/data::ro", "data", "/data", "ro"],
    ["data::data::ro", "data", "data", "ro"],
    ["../up::../up::ro", "../up", "../up", "ro"],
    ["data::ro::ro", "data", "ro", "ro"],
    ["data::/data::fd_read", "data", "/data", ["fd_read"]],
    ["data::/data::fd_read+path_open", "data", "/data", ["fd_read", "path_open"]],
    ["data::/data::sock_accept+fd_datasync", "data", "/data", ["sock_accept", "fd_datasync"]],
  ];
  for (const [text, host, guest, rights] of rows) {
    assertEquals(parseDirectoryGrant(text), { kind: "directory", host, guest, rights }, text);
  }
});

Deno.test("parseDirectoryGrant() refuses with status 2 what is malformed", () => {
  const rows: readonly [text: string, message: string][] = [
    ["", "no host directory"],
    ["::", "no host directory"],
    ["::/data", "no host directory"],
    ["::/data::ro", "no host directory"],
    ["data::", "no guest name"],
    ["data::::ro", "no guest name"],
    ["data::/a/../b", ".."],
    ["data::..", ".."],
    ["data::../data", ".."],
    ["data::/data/..", ".."],
    ["data::/data::", "unknown rights"],
    ["data::/data::rx", "unknown rights rx"],
    ["data::/data::RO", "unknown rights RO"],
    ["data::/data::ro ", "unknown rights"],
    ["data::/data::ro+rw", "unknown rights"],
    ["data::/data::ro+fd_read", "unknown rights"],
    ["data::/data::fd_read+", "unknown rights"],
    ["data::/data::+fd_read", "unknown rights"],
    ["data::/data::fd_read,path_open", "unknown rights"],
    ["data::/data::FD_READ", "unknown rights"],
    ["data::/data::fd_close", "unknown rights"],
    ["data::/data::constructor", "unknown rights"],
    ["data::/data::/ro", "unknown rights"],
    ["data::/data::ro::x", "more than three parts"],
    ["a::b::c::d", "more than three parts"],
    ["::::::", "more than three parts"],
    ["da\0ta", "NUL"],
    ["data::/da\0ta", "NUL"],
    ["data::\0", "NUL"],
  ];
  for (const [text, message] of rows) {
    const refusal = refusalOf(() => parseDirectoryGrant(text));
    assertEquals(refusal.status, 2, text);
    assertStringIncludes(refusal.message, message, text);
  }
});

Deno.test("parseDirectoryGrant() refuses a guest name that reads as rights, and prints what was meant", () => {
  for (const rights of ["ro", "rw", "fd_read", "fd_read+path_open"]) {
    const { status, message, hint = "" } = refusalOf(() => parseDirectoryGrant(`data::${rights}`));
    assertEquals(status, 2);
    assertStringIncludes(message, `--dir data::${rights}`);
    const [meant = "", literally = ""] = hint.match(/data::\S+?(?=,|\s|$)/g) ?? [];
    assertEquals([meant, literally], [`data::data::${rights}`, `data::./${rights}`], hint);
    assertEquals(parseDirectoryGrant(meant), {
      kind: "directory",
      host: "data",
      guest: "data",
      rights: rights.startsWith("r") ? rights as Rights : rights.split("+") as Rights,
    });
    assertEquals(parseDirectoryGrant(literally).guest, `./${rights}`);
  }
});

Deno.test("dir() grants everything under the host's own name when nothing else is said", () => {
  assertEquals(dir("../up"), { kind: "directory", host: "../up", guest: "../up", rights: "rw" });
  assertEquals(dir("data", { guest: "/d", rights: ["fd_read"] }), {
    kind: "directory",
    host: "data",
    guest: "/d",
    rights: ["fd_read"],
  });
  assertEquals(dir("data", { guest: "ro" }).guest, "ro", "a value is not ambiguous as a text is");
  assertEquals(dir("a::b").host, "a::b");
});

Deno.test("dir() refuses with status 2 an empty name, a NUL and a guest name with `..`", () => {
  const rows: readonly [host: string, guest: string | undefined, message: string][] = [
    ["", undefined, "no host directory"],
    ["", "/data", "no host directory"],
    ["data", "", "no guest name"],
    ["da\0ta", "/data", "NUL"],
    ["da\0ta", undefined, "NUL"],
    ["data", "/da\0ta", "NUL"],
    ["data", "..", ".."],
    ["data", "a/../b", ".."],
  ];
  for (const [host, guest, message] of rows) {
    const refusal = refusalOf(() => dir(host, guest === undefined ? {} : { guest }));
    assertEquals(refusal.status, 2, `${host} ${guest}`);
    assertStringIncludes(refusal.message, message, `${host} ${guest}`);
  }
});

Deno.test("dir() lets a guest name have `..` that is the end of the host's", () => {
  assertEquals(dir("conf/../data", { guest: "../data" }).guest, "../data");
  const rows = [["conf/../data", "data/.."], ["a../data", "../data"], ["data", "../data"]] as const;
  for (const [host, guest] of rows) {
    assertEquals(refusalOf(() => dir(host, { guest })).status, 2, `${host} ${guest}`);
  }
});

Deno.test("dir() refuses with status 2 rights that are none, which no type may have checked", () => {
  const rows: readonly [rights: unknown, message: string][] = [
    ["r", "unknown rights r"],
    ["RO", "unknown rights RO"],
    ["", "unknown rights "],
    ["fd_read", "unknown rights fd_read"],
    ["fd_read+path_open", "unknown rights fd_read+path_open"],
    [["fd_reed"], "unknown rights fd_reed"],
    [["fd_read", "path_opne", "ro"], "unknown rights path_opne+ro"],
    [["constructor"], "unknown rights constructor"],
    [[undefined], "unknown rights undefined"],
    [[], "no rights"],
    [null, "unknown rights null"],
    [0x1fffffff, "unknown rights 536870911"],
    [{ length: 1, 0: "fd_read" }, "unknown rights [object Object]"],
  ];
  for (const [rights, message] of rows) {
    const refusal = refusalOf(() => dir("data", { rights: rights as Rights }));
    assertEquals([refusal.status, refusal.message], [2, `data is granted with ${message}`]);
    assertStringIncludes(refusal.hint!, "rw, ro, or names");
  }
});
