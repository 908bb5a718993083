import { assertEquals } from "@std/assert";
import {
  checkPath,
  isAbsolute,
  isDots,
  isParent,
  isUtf8,
  joined,
  MAX_PATH,
  names,
  splitPath,
} from "../../../lib/filesystem/path.ts";
import { hex, outcomeOf, text, unhex, utf8 } from "../outcome.ts";

/** Sequences that stand for no character, as hexadecimal digits. */
const NOT_UTF8: readonly [digits: string, why: string][] = [
  ["ff fe", "bytes that occur nowhere"],
  ["fe", "a lead byte that there is not"],
  ["80", "a continuation alone"],
  ["bf", "a continuation alone"],
  ["61 80", "a continuation behind a whole character"],
  ["c3 a9 a9", "a continuation too many"],
  ["ed a0 80", "the first surrogate"],
  ["ed af bf", "the last high surrogate"],
  ["ed b0 80", "the first low surrogate"],
  ["ed bf bf", "the last surrogate"],
  ["ed a0 bd ed b8 80", "a character as two surrogates"],
  ["c0 80", "NUL in two bytes"],
  ["c0 ae", "`.` in two bytes"],
  ["c0 ae c0 ae", "`..` in four bytes"],
  ["c0 ae c0 ae c0 af", "`../` in six bytes"],
  ["c0 af", "`/` in two bytes"],
  ["c1 bf", "the last overlong form of two bytes"],
  ["e0 80 af", "`/` in three bytes"],
  ["e0 80 ae", "`.` in three bytes"],
  ["e0 9f bf", "the last overlong form of three bytes"],
  ["f0 80 80 af", "`/` in four bytes"],
  ["f0 8f bf bf", "the last overlong form of four bytes"],
  ["f4 90 80 80", "the first beyond U+10FFFF"],
  ["f5 80 80 80", "a lead byte beyond U+10FFFF"],
  ["f7 bf bf bf", "the greatest in four bytes"],
  ["f8 80 80 80 af", "`/` in five bytes"],
  ["f8 88 80 80 80", "a form of five bytes"],
  ["fb bf bf bf bf", "the greatest in five bytes"],
  ["fc 80 80 80 80 af", "`/` in six bytes"],
  ["fc 84 80 80 80 80", "a form of six bytes"],
  ["c3", "cut off after one of two"],
  ["e2 82", "cut off after two of three"],
  ["e2", "cut off after one of three"],
  ["f0 9f 98", "cut off after three of four"],
  ["f0 9f", "cut off after two of four"],
  ["f0", "cut off after one of four"],
  ["c3 2f", "cut off by a slash"],
  ["e2 82 2e", "cut off by a dot"],
  ["e2 82 c3 a9", "cut off by another character"],
  ["c3 c3", "a lead byte behind a lead byte"],
];

/** Names that are odd and allowed, as hexadecimal digits. */
const UTF8: readonly [digits: string, why: string][] = [
  ["ef bf bd", "U+FFFD itself, which is a name like others"],
  ["ef bb bf", "a byte order mark"],
  ["ef bb bf 66", "a byte order mark in front"],
  ["e2 80 ae", "U+202E, which turns the direction of writing"],
  ["0a", "a line feed"],
  ["1b 5b 32 4a", "an escape sequence"],
  ["7f", "DEL"],
  ["01", "the least byte that is not NUL"],
  ["c2 80", "the least in two bytes"],
  ["df bf", "the greatest in two bytes"],
  ["e0 a0 80", "the least in three bytes"],
  ["ed 9f bf", "the last before the surrogates"],
  ["ee 80 80", "the first behind the surrogates"],
  ["ef bf bf", "the greatest in three bytes, a noncharacter"],
  ["f0 90 80 80", "the least in four bytes"],
  ["f4 8f bf bf", "the greatest of all"],
  ["c3 a9", "one character in its composed form"],
  ["65 cc 81", "and in its decomposed form"],
  ["2e 2e 5c 66", "a backslash separates nothing"],
];

Deno.test("isUtf8() is false for every malformed sequence, wherever it stands", () => {
  for (const [digits, why] of NOT_UTF8) {
    for (const [front, back] of [["", ""], ["61", ""], ["c3a9", "61"], ["", "c3a9"]]) {
      const bytes = unhex(front + digits + back);
      assertEquals(isUtf8(bytes), false, `${front} ${digits} ${back}: ${why}`);
    }
  }
});

Deno.test("isUtf8() is true for every well-formed sequence", () => {
  assertEquals(isUtf8(new Uint8Array()), true);
  for (const [digits, why] of UTF8) assertEquals(isUtf8(unhex(digits)), true, why);
});

Deno.test("isUtf8() agrees with TextDecoder on every sequence of boundary bytes", () => {
  const boundaries = [
    ...[0x2e, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec],
    ...[0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff],
  ];
  // Not `fatal`: throwing is slow. What does not come back as it was had something replaced.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  const decodes = (bytes: Uint8Array): boolean => {
    const again = encoder.encode(decoder.decode(bytes));
    return again.length === bytes.length && again.every((byte, i) => byte === bytes[i]);
  };
  const check = (...bytes: number[]): void => {
    const sequence = Uint8Array.from(bytes);
    if (isUtf8(sequence) !== decodes(sequence)) throw new Error(`they differ on ${hex(sequence)}`);
  };
  for (let first = 0; first < 256; first++) {
    check(first);
    for (let second = 0; second < 256; second++) check(first, second);
  }
  for (const first of boundaries.filter((byte) => byte >= 0xdf)) {
    for (const second of boundaries) {
      for (const third of boundaries) {
        check(first, second, third);
        if (first < 0xf0 || first > 0xf5) continue;
        for (const fourth of [0x2f, 0x7f, 0x80, 0xbf, 0xc0]) check(first, second, third, fourth);
      }
    }
  }
});

Deno.test("checkPath() lets through what may reach the operating system", () => {
  const rows = [
    ...["f", ".", "..", "../f", "/", "/etc/passwd", "a/b/", "a//b", "...", ".. ", " ", "\\", "a:b"],
    ...["%2e%2e/secret", "file:///etc/passwd", "CON", "f".repeat(256), "é/字/🙂"],
    "a/".repeat(MAX_PATH / 2 | 0) + "a",
  ];
  for (const path of rows) assertEquals(outcomeOf(() => checkPath(utf8(path))), undefined, path);
  for (const [digits, why] of UTF8) {
    assertEquals(outcomeOf(() => checkPath(unhex(digits))), undefined, why);
  }
});

Deno.test("checkPath() fails with illegal-byte-sequence when the path is not UTF-8", () => {
  for (const [digits, why] of NOT_UTF8) {
    for (const bytes of [unhex(digits), unhex(`612f${digits}`), unhex(`${digits}2f61`)]) {
      assertEquals(outcomeOf(() => checkPath(bytes)), "illegal-byte-sequence", why);
    }
  }
});

Deno.test("checkPath() fails with invalid when there is a NUL anywhere", () => {
  for (const path of ["\0", "f\0", "\0f", "f\0.png", "a/\0/b", "f\0\0", "é\0"]) {
    assertEquals(outcomeOf(() => checkPath(utf8(path))), "invalid", JSON.stringify(path));
  }
  assertEquals(outcomeOf(() => checkPath(unhex("ff00"))), "invalid", "and not UTF-8 besides");
});

Deno.test("checkPath() fails with no-entry when the path is empty", () => {
  assertEquals(outcomeOf(() => checkPath(new Uint8Array())), "no-entry");
});

Deno.test("checkPath() fails with name-too-long from 4096 bytes on, whatever they are", () => {
  assertEquals(MAX_PATH, 4095);
  assertEquals(outcomeOf(() => checkPath(new Uint8Array(4095).fill(0x61))), undefined);
  for (const length of [4096, 65_536, 1 << 20]) {
    for (const byte of [0x61, 0, 0xff]) {
      const path = new Uint8Array(length).fill(byte);
      assertEquals(outcomeOf(() => checkPath(path)), "name-too-long", `${length} of ${byte}`);
    }
  }
});

Deno.test("splitPath() cuts before the last name, which never has a slash in it", () => {
  const rows: readonly [path: string, parent: string, leaf: string, trailingSlash: boolean][] = [
    ["f", "", "f", false],
    ["a/f", "a/", "f", false],
    ["a/b/f", "a/b/", "f", false],
    ["a//f", "a//", "f", false],
    ["./f", "./", "f", false],
    ["../f", "../", "f", false],
    ["/f", "/", "f", false],
    ["//f", "//", "f", false],
    ["f/", "", "f", true],
    ["f///", "", "f", true],
    ["a/f/", "a/", "f", true],
    ["a/f//", "a/", "f", true],
    [".", "", ".", false],
    ["..", "", "..", false],
    ["./", "", ".", true],
    ["../", "", "..", true],
    ["a/.", "a/", ".", false],
    ["a/..", "a/", "..", false],
    ["a/./", "a/", ".", true],
    ["/", "/", "", true],
    ["///", "///", "", true],
    ["a\\b", "", "a\\b", false],
    ["é/ö", "é/", "ö", false],
  ];
  for (const [path, parent, leaf, trailingSlash] of rows) {
    const split = splitPath(utf8(path));
    assertEquals(
      [text(split.parent), text(split.leaf), split.trailingSlash],
      [parent, leaf, trailingSlash],
      path,
    );
  }
});

Deno.test("names() gives the names in order, without empty ones and `.`", () => {
  const rows: readonly [path: string, expected: readonly string[]][] = [
    ["f", ["f"]],
    ["a/b/c", ["a", "b", "c"]],
    ["/a//b/", ["a", "b"]],
    [".", []],
    ["./././f", ["f"]],
    ["a/./b/.", ["a", "b"]],
    ["..", [".."]],
    ["a/../b", ["a", "..", "b"]],
    ["../..", ["..", ".."]],
    ["...", ["..."]],
    [".a/b./..c", [".a", "b.", "..c"]],
    ["/", []],
    ["", []],
    ["./".repeat(2000) + "f", ["f"]],
  ];
  for (const [path, expected] of rows) {
    assertEquals([...names(utf8(path))].map(text), expected, path.slice(0, 20));
  }
});

Deno.test("isDots() is true for `.`, `..` and no name at all", () => {
  for (const name of ["", ".", ".."]) assertEquals(isDots(utf8(name)), true, name);
  for (const name of ["...", ".a", "a.", "..a", ". ", ".. ", "a", "/"]) {
    assertEquals(isDots(utf8(name)), false, name);
  }
});

Deno.test("isParent() is true for `..` alone", () => {
  assertEquals(isParent(utf8("..")), true);
  for (const name of ["", ".", "...", ".a", "a.", "../"]) {
    assertEquals(isParent(utf8(name)), false, name);
  }
});

Deno.test("isAbsolute() is true for what begins with a slash", () => {
  for (const path of ["/", "/a", "//a"]) assertEquals(isAbsolute(utf8(path)), true, path);
  for (const path of ["", "a", "./", "a/", "\\a", "C:/"]) {
    assertEquals(isAbsolute(utf8(path)), false, path);
  }
});

Deno.test("joined() puts a path below a directory", () => {
  const rows: readonly [directory: string, path: string, expected: string][] = [
    ["/data", "x", "/data/x"],
    ["/data/", "x", "/data/x"],
    ["/data", "./x//y/.", "/data/x/y"],
    ["/data", "../x", "/data/../x"],
    ["/data", "", "/data"],
    ["/data", ".", "/data"],
    ["/", "x", "/x"],
    [".", "x", "x"],
    ["", "x/", "x"],
    ["", "", ""],
    ["data", "/etc/x", "/etc/x"],
  ];
  for (const [directory, path, expected] of rows) {
    assertEquals(joined(directory, path), expected, `${directory} ${path}`);
  }
});

Deno.test("joined() cuts off what grows without end", () => {
  let path = "/d";
  for (let i = 0; i < 10_000; i++) path = joined(path, "aaaaaaaaaaaaaaaa");
  assertEquals(path.length < 5000, true);
});
