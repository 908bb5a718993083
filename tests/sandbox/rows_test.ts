/**
 * The table of attacks: every row is tried, or says what that would need.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { ROWS } from "./rows.ts";

const here = new URL("./", import.meta.url);

/** How many rows each letter has. */
const LAST = { P: 66, T: 17, R: 26, M: 48, F: 18, W: 25, X: 20, N: 10, E: 12 };

Deno.test("the rows are all there, each once", () => {
  const numbers = Object.entries(LAST).flatMap(([letter, last]) =>
    Array.from({ length: last }, (_, i) => `${letter}${`${i + 1}`.padStart(2, "0")}`)
  );
  assertEquals(ROWS.map((row) => row.number).toSorted(), numbers.toSorted());
});

Deno.test("each row has a test with its number in the file that it names, or says what is missing", () => {
  const found = ROWS.flatMap(({ number, status }) => {
    if ("leftOut" in status) return status.leftOut.length > 10 ? [] : [`${number}: no reason`];
    const text = textOf(status.test);
    if (text === undefined) return [`${number}: there is no ${status.test}`];
    return numbersIn(text).has(number) ? [] : [`${number}: not in ${status.test}`];
  });
  assertEquals(found, []);
});

Deno.test("SECURITY.md lists every row that the path-checked back end cannot hold", () => {
  const listed = numbersIn(Deno.readTextFileSync(new URL("../../SECURITY.md", import.meta.url)));
  const differing = ROWS.filter(({ pathChecked }) => pathChecked !== undefined);
  assertEquals([...listed].sort(), differing.map(({ number }) => number).sort());
});

Deno.test("each test of this folder that carries a number is named by its row", () => {
  const found = [...Deno.readDirSync(here)].flatMap(({ name }) => {
    if (!name.endsWith("_test.ts")) return [];
    const carried = textOf(name)!.matchAll(/\b(?:attack|paths)\("([A-Z]\d\d)"/g);
    return [...carried].flatMap(([, number]) => {
      const status = ROWS.find((row) => row.number === number)?.status;
      return status !== undefined && "test" in status && status.test === name
        ? []
        : [`${name} has ${number}, whose row is elsewhere`];
    });
  });
  assertEquals(found, []);
});

/** The numbers of rows in a text, those of `T01 to T08` included. */
function numbersIn(text: string): Set<string> {
  const numbers = new Set(text.match(/\b[A-Z]\d\d\b/g));
  for (const [, letter, from, to] of text.matchAll(/\b([A-Z])(\d\d) to \1(\d\d)\b/g)) {
    for (let i = Number(from); i <= Number(to); i++) {
      numbers.add(`${letter}${`${i}`.padStart(2, "0")}`);
    }
  }
  return numbers;
}

function textOf(name: string): string | undefined {
  try {
    return Deno.readTextFileSync(new URL(name, here));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
