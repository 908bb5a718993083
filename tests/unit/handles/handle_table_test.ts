import { assert, assertEquals, assertFalse, assertStrictEquals, assertThrows } from "@std/assert";
import { HandleTable } from "../../../lib/handles/handle_table.ts";
import { outcomeOf } from "../outcome.ts";

/** Something that can be closed, and counts how often it was. */
class Closable implements Disposable {
  closed = 0;
  readonly #failure: Error | undefined;

  constructor(failure?: Error) {
    this.#failure = failure;
  }

  [Symbol.dispose](): void {
    this.closed++;
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** A table with the handles 0 to `count - 1`. */
function filled(count: number, capacity = 100): [HandleTable<Closable>, Closable[]] {
  const table = new HandleTable<Closable>(capacity);
  const objects = Array.from({ length: count }, () => new Closable());
  for (const object of objects) table.insert(object);
  return [table, objects];
}

const NOT_HANDLES: readonly number[] = [
  ...[-1, -2, -(2 ** 31), 3, 127, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53],
  ...[0.5, NaN, Infinity, -Infinity],
];

Deno.test("insert() gives the lowest free number", () => {
  // Closed handles, in this order, out of 0 to 4; then the numbers that come next.
  const rows: readonly [closed: readonly number[], next: readonly number[]][] = [
    [[], [5, 6]],
    [[0], [0, 5]],
    [[4], [4, 5]],
    [[1, 3], [1, 3, 5]],
    [[3, 1], [1, 3, 5]],
    [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5]],
    [[4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5]],
  ];
  for (const [closed, next] of rows) {
    const [table] = filled(5);
    for (const handle of closed) table.close(handle);
    assertEquals(next.map(() => table.insert(new Closable())), next, `closed ${closed}`);
  }
});

Deno.test("insert() fails with too-many-open-files when the table is full, and leaves the value alone", () => {
  const [table, [first]] = filled(3, 3);
  assert(table.full);
  const refused = new Closable();
  assertEquals(outcomeOf(() => table.insert(refused)), "too-many-open-files");
  assertEquals([refused.closed, table.size], [0, 3]);

  table.close(1);
  assertFalse(table.full);
  assertEquals(table.insert(refused), 1);
  assertStrictEquals(table.get(0), first);
});

Deno.test("insert() fails at once when the capacity is 0", () => {
  const table = new HandleTable<Closable>(0);
  assertEquals(outcomeOf(() => table.insert(new Closable())), "too-many-open-files");
});

Deno.test("get() is undefined for what is not a handle", () => {
  const [table] = filled(3);
  for (const handle of NOT_HANDLES) assertStrictEquals(table.get(handle), undefined, `${handle}`);
});

Deno.test("get() finds what insert() put there", () => {
  const [table, objects] = filled(3);
  for (const [handle, object] of objects.entries()) assertStrictEquals(table.get(handle), object);
});

Deno.test("remove() gives the object back without disposing it", () => {
  const [table, objects] = filled(3);
  assertStrictEquals(table.remove(1), objects[1]);
  assertEquals(objects[1]!.closed, 0);
  assertStrictEquals(table.get(1), undefined);
  assertEquals(table.size, 2);
});

Deno.test("remove() and close() fail with bad-descriptor when nothing is there", () => {
  const [table] = filled(3);
  for (const handle of NOT_HANDLES) {
    assertEquals(outcomeOf(() => table.remove(handle)), "bad-descriptor", `${handle}`);
    assertEquals(outcomeOf(() => table.close(handle)), "bad-descriptor", `${handle}`);
  }
  assertEquals(table.size, 3);
});

Deno.test("close() disposes the object once", () => {
  const [table, objects] = filled(3);
  table.close(1);
  assertEquals(outcomeOf(() => table.close(1)), "bad-descriptor");
  assertEquals(objects.map(({ closed }) => closed), [0, 1, 0]);
});

Deno.test("close() frees the number when disposing fails", () => {
  const table = new HandleTable<Closable>(1);
  table.insert(new Closable(new Error("stuck")));
  assertThrows(() => table.close(0), Error, "stuck");
  assertStrictEquals(table.get(0), undefined);
  assertEquals(table.insert(new Closable()), 0);
});

Deno.test("renumber() moves the object and disposes what was there", () => {
  for (const [from, to] of [[0, 2], [2, 0], [1, 3]] as const) {
    const [table, objects] = filled(4);
    table.renumber(from, to);
    assertStrictEquals(table.get(to), objects[from]);
    assertStrictEquals(table.get(from), undefined);
    assertEquals(objects.map(({ closed }) => closed), objects.map((_, i) => i === to ? 1 : 0));
    assertEquals(table.size, 3);
    assertEquals(table.insert(new Closable()), from, "the source is free again");
    assertEquals(table.insert(new Closable()), 4, "and the target is not");
  }
});

Deno.test("renumber() does nothing when both numbers are the same", () => {
  const [table, objects] = filled(2);
  table.renumber(1, 1);
  assertStrictEquals(table.get(1), objects[1]);
  assertEquals([objects[1]!.closed, table.size], [0, 2]);
});

Deno.test("renumber() fails with bad-descriptor and changes nothing when one side is not open", () => {
  const [table, objects] = filled(3);
  for (const handle of NOT_HANDLES) {
    for (const [from, to] of [[0, handle], [handle, 0], [handle, handle]] as const) {
      assertEquals(outcomeOf(() => table.renumber(from, to)), "bad-descriptor", `${from} ${to}`);
    }
  }
  assertEquals([...table.entries()], [...objects.entries()]);
  assertEquals(objects.map(({ closed }) => closed), [0, 0, 0]);
});

Deno.test("renumber() has moved the object when disposing the other one fails", () => {
  const table = new HandleTable<Closable>(2);
  const moved = new Closable();
  table.insert(moved);
  table.insert(new Closable(new Error("stuck")));
  assertThrows(() => table.renumber(0, 1), Error, "stuck");
  assertEquals([...table.entries()], [[1, moved]]);
});

Deno.test("renumber() keeps the table small when it is done again and again", () => {
  const [table] = filled(2, 2);
  for (let i = 0; i < 10_000; i++) {
    table.renumber(1, 0);
    assertEquals(table.insert(new Closable()), 1);
  }
  assertEquals(table.size, 2);
});

Deno.test("entries() lists the open handles, lowest first", () => {
  const [table, objects] = filled(4);
  table.close(0);
  table.close(2);
  assertEquals([...table.entries()], [[1, objects[1]!], [3, objects[3]!]]);
});

Deno.test("[Symbol.dispose]() closes every handle", () => {
  const [table, objects] = filled(50);
  table.close(7);
  table[Symbol.dispose]();
  assertEquals(objects.map(({ closed }) => closed), objects.map(() => 1));
  assertEquals(table.size, 0);
  table[Symbol.dispose]();
  assertEquals(objects.map(({ closed }) => closed), objects.map(() => 1), "and only once");
});

Deno.test("[Symbol.dispose]() closes the others when one fails, and throws its failure", () => {
  for (const bad of [0, 2, 4]) {
    const failure = new Error("stuck");
    const objects = [0, 1, 2, 3, 4].map((i) => new Closable(i === bad ? failure : undefined));
    const table = new HandleTable<Closable>(5);
    for (const object of objects) table.insert(object);
    assertStrictEquals(assertThrows(() => table[Symbol.dispose]()), failure);
    assertEquals(objects.map(({ closed }) => closed), [1, 1, 1, 1, 1], `bad ${bad}`);
    assertEquals(table.size, 0);
  }
});

Deno.test("[Symbol.dispose]() throws every failure when several fail", () => {
  const failures = [new Error("first"), new Error("second")];
  const table = new HandleTable<Closable>(3);
  for (const failure of [...failures, undefined]) table.insert(new Closable(failure));
  const thrown = assertThrows(() => table[Symbol.dispose](), SuppressedError);
  assertEquals(new Set([thrown.error, thrown.suppressed]), new Set(failures));
});

Deno.test("HandleTable agrees with a plain model over random operations", () => {
  const capacity = 12;
  const table = new HandleTable<Closable>(capacity);
  const model = new Map<number, Closable>();
  let seed = 1;
  const random = (below: number): number => {
    seed = seed * 48271 % 2147483647;
    return seed % below;
  };
  for (let step = 0; step < 5000; step++) {
    const [a, b] = [random(capacity + 1), random(capacity + 1)];
    switch (random(4)) {
      case 0:
      case 1: {
        const value = new Closable();
        let free = 0;
        while (model.has(free)) free++;
        const expected = model.size < capacity ? free : "too-many-open-files";
        assertEquals(outcomeOf(() => table.insert(value)), expected, `step ${step}`);
        if (model.size < capacity) model.set(free, value);
        break;
      }
      case 2: {
        const expected = model.has(a) ? undefined : "bad-descriptor";
        assertEquals(outcomeOf(() => table.close(a)), expected, `step ${step}`);
        model.delete(a);
        break;
      }
      case 3: {
        const expected = model.has(a) && model.has(b) ? undefined : "bad-descriptor";
        assertEquals(outcomeOf(() => table.renumber(a, b)), expected, `step ${step}`);
        if (expected === undefined && a !== b) {
          model.set(b, model.get(a)!);
          model.delete(a);
        }
        break;
      }
    }
    assertEquals(table.size, model.size, `step ${step}`);
    for (let handle = 0; handle <= capacity; handle++) {
      assertStrictEquals(table.get(handle), model.get(handle), `step ${step}`);
    }
  }
  assert([...model.values()].every(({ closed }) => closed === 0));
});
