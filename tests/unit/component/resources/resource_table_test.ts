import { assertEquals, assertThrows } from "@std/assert";
import { Handle } from "../../../../lib/component/resources/handle.ts";
import { LivingType } from "../../../../lib/component/resources/living_type.ts";
import { ResourceTable } from "../../../../lib/component/resources/resource_table.ts";
import { Room } from "../../../../lib/component/resources/room.ts";
import { LimitReached, Trap } from "../../../../lib/errors.ts";

const type = LivingType.ofGuest({}, undefined);
const other = LivingType.ofGuest({}, undefined);

function tableOf(...representations: number[]): ResourceTable {
  const table = new ResourceTable(new Room(5));
  for (const representation of representations) table.add(new Handle(type, representation));
  return table;
}

Deno.test("ResourceTable gives out the number that was given back last", () => {
  const table = tableOf(10, 20, 30);
  table.remove(1, type);
  table.remove(3, type);
  assertEquals(table.size, 1);
  const added = [1, 2, 3].map((n) => table.add(new Handle(type, n)));
  assertEquals(added, [3, 1, 4]);
  assertEquals(table.get(2, type).representation, 20);
  assertEquals(table.size, 4);
});

Deno.test("ResourceTable traps on what is no handle", () => {
  const table = tableOf(10, 20);
  table.remove(2, type);
  for (const index of [0, -1, 2, 3, 2 ** 31, 2 ** 32 - 1, NaN]) {
    assertThrows(() => table.get(index, type), Trap, "unknown handle", String(index));
    assertThrows(() => table.remove(index, type), Trap, "unknown handle", String(index));
  }
  assertThrows(() => table.get(1, other), Trap, "another resource type");
  assertThrows(() => table.remove(1, other), Trap, "another resource type");
});

Deno.test("ResourceTable.remove() keeps what is lent", () => {
  const table = tableOf(10);
  table.get(1, type).lends++;
  assertThrows(() => table.remove(1, type), Trap, "while it is borrowed");
  table.get(1, type).lends--;
  assertEquals(table.remove(1, type).representation, 10);
});

Deno.test("ResourceTable.add() refuses more than there may be", () => {
  const table = tableOf(1, 2, 3, 4, 5);
  assertThrows(() => table.add(new Handle(type, 6)), LimitReached);
  table.remove(3, type);
  assertEquals(table.add(new Handle(type, 7)), 3);
});

Deno.test("ResourceTable.add() shares its room with other tables", () => {
  const room = new Room(2);
  const [one, another] = [new ResourceTable(room), new ResourceTable(room)];
  assertEquals([one.add(new Handle(type, 1)), another.add(new Handle(type, 2))], [1, 1]);
  assertThrows(() => one.add(new Handle(type, 3)), LimitReached);
  another.remove(1, type);
  assertEquals(one.add(new Handle(type, 3)), 2);
});

Deno.test("ResourceTable.clear() answers what was owned", () => {
  const table = tableOf(1, 2);
  table.add(new Handle(type, 3, { borrowed: 1 }));
  assertEquals(table.clear().map(({ representation }) => representation), [1, 2]);
  assertEquals(table.size, 0);
  assertThrows(() => table.get(1, type), Trap);
});
