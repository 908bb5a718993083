/**
 * Making, reading and following links.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { attack } from "./attack.ts";
import { EXIST, INVAL, NAMETOOLONG, NOENT, NOTCAPABLE, NOTDIR, PERM } from "./path_rows.ts";
import { ALL_PATH_CALLS, PATH_CALLS } from "./path_calls.ts";
import { Place } from "./place.ts";
import { expectErrnos, numberIn, textIn, word } from "./script.ts";

const ILSEQ = 25;

attack("P24", async () => {
  using place = new Place({ in: {} });
  const texts = ["/", "//", "/etc/passwd", "/proc/self/root", place.path("in"), place.path("out")];
  await expectErrnos(
    place,
    texts.map((text) => [`path_symlink ${word(text)} 3 ${word("link")}`, NOTCAPABLE]),
  );
  assertEquals(place.list("in"), []);
});

attack("P25", async () => {
  using place = new Place({ in: { "sub/": "", spare: "spare", "blank/": "" } });
  const texts = ["../../secret", "../secret", "..", "../in/spare", "sub/../../out/secret"];
  const following = [
    "open",
    "open write",
    "open create",
    "open truncate",
    "stat",
    "times",
  ] as const;
  await expectErrnos(
    place,
    texts.flatMap((text, i): [string, number][] => [
      [`path_symlink ${word(text)} 3 ${word(`${i}`)}`, 0],
      ...following.map((call): [string, number] => [
        PATH_CALLS[call]("3", word(`${i}`))[0]!,
        NOTCAPABLE,
      ]),
      ...ALL_PATH_CALLS.map((call): [string, number] => [
        PATH_CALLS[call]("3", word(`${i}/x`))[0]!,
        NOTCAPABLE,
      ]),
    ]),
  );
  assertEquals(texts.map((_, i) => Deno.readLinkSync(place.path(`in/${i}`))), texts);
});

attack("P26", async () => {
  using place = new Place({ in: {} });
  const link = `3 ${word("link")}`;
  await expectErrnos(place, [
    [`path_symlink = ${link}`, NOENT],
    [`path_symlink 0xffffffff 0 ${link}`, NOENT],
    [`path_symlink ${word("a\0b")} ${link}`, INVAL],
    [`path_symlink ${word("a\0")} ${link}`, INVAL],
    [`path_symlink ${word("x".repeat(5000))} ${link}`, NAMETOOLONG],
    [`path_symlink ${word("x".repeat(4096))} ${link}`, NAMETOOLONG],
    [`path_symlink =ff ${link}`, ILSEQ],
  ]);
  assertEquals(place.list("in"), []);
  // The longest text that there can be is stored whole.
  const long = "./".repeat(2047);
  await expectErrnos(place, [[`path_symlink ${word(long)} ${link}`, 0]]);
  assertEquals(Deno.readLinkSync(place.path("in/link")), long);
});

attack("P27", async () => {
  using place = new Place({
    in: { link: { link: "../out/secret" }, absolute: { link: "UP/out" } },
  });
  const [whole, cut, one, none, wild, absolute] = await expectErrnos(place, [
    [`path_readlink 3 ${word("link")} +32 >4`, 0],
    [`path_readlink 3 ${word("link")} +5 >4`, 0],
    [`path_readlink 3 ${word("link")} +1 >4`, 0],
    [`path_readlink 3 ${word("link")} +0 >4`, 0],
    [`path_readlink 3 ${word("link")} 0xffffffff 0 >4`, 0],
    [`path_readlink 3 ${word("absolute")} +4096 >4`, 0],
    [`path_readlink 3 ${word("../out/link")} +32 >4`, NOTCAPABLE],
  ]);
  assertEquals(textIn(whole!.data[0]), "../out/secret".padEnd(32, "?"));
  assertEquals(numberIn(whole!.data[1]), 13);
  assertEquals([textIn(cut!.data[0]), numberIn(cut!.data[1])], ["../ou", 5]);
  assertEquals([textIn(one!.data[0]), numberIn(one!.data[1])], [".", 1]);
  assertEquals([numberIn(none!.data[1]), numberIn(wild!.data[0])], [0, 0]);
  const out = place.path("out");
  assertEquals(textIn(absolute!.data[0], numberIn(absolute!.data[1])), out);
});

attack("P28", async () => {
  using place = new Place({ in: { file: "the file", "sub/": "", second: { sameAs: "in/file" } } });
  await expectErrnos(
    place,
    ["file", "second", "sub", "sub/", ".", "sub/."].map((path) => [
      `path_readlink 3 ${word(path)} +32 >4`,
      INVAL,
    ]),
  );
});

attack("P29", async () => {
  const targets = ["../secret", "../out/secret", "UP/out/secret", "../missing", "sub/../../secret"];
  const tree = Object.fromEntries(targets.map((link, i) => [`${i}`, { link }]));
  using place = new Place({ in: { "sub/": "", "d": { link: "../out" }, ...tree } });
  const before = place.tree("in");
  await expectErrnos(place, [
    ...targets.map((_, i): [string, number] => [
      `path_link 3 1 ${word(`${i}`)} 3 ${word("stolen")}`,
      NOTCAPABLE,
    ]),
    [`path_link 3 1 ${word("d/secret")} 3 ${word("stolen")}`, NOTCAPABLE],
    [`path_link 3 0 ${word("d/secret")} 3 ${word("stolen")}`, NOTCAPABLE],
    [`path_link 3 0 ${word("0")} 3 ${word("d/planted")}`, NOTCAPABLE],
    [`path_link 3 1 ${word("d/secret")} 3 ${word("d/planted")}`, NOTCAPABLE],
  ]);
  assertEquals(place.tree("in"), before);
});

attack("P30", async () => {
  using place = new Place({
    in: { link: { link: "../secret" }, inner: { link: "file" }, file: "" },
  });
  const [, , stat] = await expectErrnos(place, [
    [`path_link 3 0 ${word("link")} 3 ${word("second")}`, 0],
    [`path_link 3 0 ${word("inner")} 3 ${word("third")}`, 0],
    [`path_filestat_get 3 0 ${word("second")} >64`, 0],
    [`path_filestat_get 3 1 ${word("second")} >64`, NOTCAPABLE],
  ]);
  assertEquals(stat!.data[0]![16], 7);
  assertEquals(Deno.readLinkSync(place.path("in/second")), "../secret");
  assertEquals(Deno.readLinkSync(place.path("in/third")), "file");
  assertEquals(Deno.statSync(place.path("in/file")).nlink, 1);
});

attack("P31", async () => {
  using place = new Place({ in: { "sub/deep/": "", link: { link: "sub" } } });
  await expectErrnos(place, [
    [`path_link 3 0 ${word("sub")} 3 ${word("second")}`, PERM],
    [`path_link 3 1 ${word("sub")} 3 ${word("second")}`, PERM],
    [`path_link 3 1 ${word("link")} 3 ${word("second")}`, PERM],
    [`path_link 3 0 ${word("sub/")} 3 ${word("second")}`, PERM],
    [`path_link 3 0 ${word(".")} 3 ${word("second")}`, PERM],
    [`path_link 3 0 ${word("sub/..")} 3 ${word("second")}`, PERM],
    [`path_link 3 0 ${word("..")} 3 ${word("second")}`, NOTCAPABLE],
    [`path_link 3 0 ${word("sub")} 3 ${word("sub/deep/loop")}`, PERM],
  ]);
  assertEquals(place.list("in"), ["link", "sub"]);
});

attack("P32", async () => {
  using place = new Place({ in: { file: "the file", "sub/": "", other: "other" } });
  const before = place.tree("in");
  await expectErrnos(place, [
    [`path_link 3 0 ${word("file/")} 3 ${word("second")}`, NOTDIR],
    [`path_link 3 1 ${word("file/")} 3 ${word("second")}`, NOTDIR],
    [`path_link 3 0 ${word("missing/")} 3 ${word("second")}`, NOENT],
    [`path_link 3 0 ${word("file")} 3 ${word("second/")}`, NOENT],
    [`path_link 3 0 ${word("file")} 3 ${word("other/")}`, EXIST],
    [`path_link 3 0 ${word("file")} 3 ${word("sub/")}`, EXIST],
    [`path_link 3 0 ${word("file/.")} 3 ${word("second")}`, NOTDIR],
  ]);
  assertEquals(place.tree("in"), before);
});

attack("P33", async () => {
  using place = new Place({ in: { linked: { sameAs: "linked" } } });
  const [, read, stat] = await expectErrnos(place, [
    [`path_open 3 0 ${word("linked")} 0 2 0 0 >4:f`, 0],
    ["fd_read $f <16> >4", 0],
    [`path_filestat_get 3 0 ${word("linked")} >64`, 0],
  ]);
  assertEquals(textIn(read!.data[0], 6), "linked");
  assertEquals(numberIn(stat!.data[0], 24), 2);
});
