/**
 * What path_open is asked for.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { attack } from "./attack.ts";
import { ALL_PATH_CALLS, PATH_CALLS } from "./path_calls.ts";
import { INVAL, ISDIR, NOTDIR } from "./path_rows.ts";
import { Place } from "./place.ts";
import { expectErrnos, word } from "./script.ts";

const BADF = 8;
const tree = { file: "the file", "sub/": "", link: { link: "file" }, spare: "", "blank/": "" };
const file = word("file");

attack("P59", async () => {
  using place = new Place({ in: tree });
  const before = place.tree("in");
  const bits = (from: number) => Array.from({ length: 32 - from }, (_, i) => 2 ** (from + i));
  await expectErrnos(place, [
    ...[...bits(4), 0xffffffff].map((oflags): [string, number] => [
      `path_open 3 0 ${file} ${oflags} 2 0 0 >4`,
      INVAL,
    ]),
    ...[...bits(5), 0xffffffff].map((fdflags): [string, number] => [
      `path_open 3 0 ${file} 0 2 0 ${fdflags} >4`,
      INVAL,
    ]),
    ...[...bits(1), 0xffffffff].flatMap((lookup): [string, number][] => [
      [`path_open 3 ${lookup} ${file} 0 2 0 0 >4`, INVAL],
      [`path_filestat_get 3 ${lookup} ${file} >64`, INVAL],
      [`path_filestat_set_times 3 ${lookup} ${file} 0 0 5`, INVAL],
      [`path_link 3 ${lookup} ${file} 3 ${word("new")}`, INVAL],
    ]),
    // O_TMPFILE of Linux, and the like.
    [`path_open 3 0 ${word(".")} 0x410000 0x42 0 0 >4`, INVAL],
    [`path_open 3 0 ${word("new")} 0x11 0x42 0 0 >4`, INVAL],
  ]);
  assertEquals(place.tree("in"), before);
});

attack("P60", async () => {
  using place = new Place({ in: tree });
  const before = place.tree("in");
  await expectErrnos(place, [
    [`path_open 3 0 ${file} 2 2 0 0 >4`, NOTDIR],
    [`path_open 3 1 ${word("link")} 2 2 0 0 >4`, NOTDIR],
    [`path_open 3 0 ${word("new")} 3 -65 0 0 >4`, INVAL],
    [`path_open 3 0 ${word("new")} 7 -65 0 0 >4`, INVAL],
    [`path_open 3 0 ${word("sub")} 3 -65 0 0 >4`, INVAL],
    [`path_open 3 0 ${word("sub")} 10 -65 0 0 >4`, INVAL],
    [`path_open 3 0 ${file} 10 0x40 0 0 >4`, INVAL],
  ]);
  assertEquals(place.tree("in"), before);
});

attack("P61", async () => {
  using place = new Place({ in: tree });
  await expectErrnos(
    place,
    ["sub", ".", "sub/", "sub/."].flatMap((path): [string, number][] => [
      [`path_open 3 0 ${word(path)} 0 0x40 0 0 >4`, ISDIR],
      [`path_open 3 0 ${word(path)} 0 0x42 0 0 >4`, ISDIR],
      [`path_open 3 0 ${word(path)} 2 0x40 0 0 >4`, ISDIR],
      [`path_open 3 0 ${word(path)} 0 -1 -1 0 >4`, ISDIR],
      [`path_open 3 0 ${word(path)} 1 0x2 0 0 >4`, ISDIR],
      [`path_open 3 0 ${word(path)} 8 0x2 0 0 >4`, ISDIR],
    ]),
  );
});

attack("P62", async () => {
  using place = new Place({ in: tree });
  const before = place.tree("in");
  const calls = (fd: string, errno: number) =>
    ALL_PATH_CALLS.map((call): [string, number] => [PATH_CALLS[call](fd, word("x"))[0]!, errno]);
  await expectErrnos(place, [
    [`path_open 3 0 ${file} 0 2 0 0 >4:f`, 0],
    ...calls("$f", NOTDIR),
    ["fd_close $f", 0],
    ...calls("$f", BADF),
    ...calls("0", NOTDIR),
    ...calls("1", NOTDIR),
    ...calls("100", BADF),
    ...calls("-1", BADF),
    ...calls("0x80000003", BADF),
  ]);
  assertEquals(place.tree("in"), before);
});
