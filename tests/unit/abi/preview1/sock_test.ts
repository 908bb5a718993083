import { assertEquals } from "@std/assert";
import { FakeGuest } from "../../doubles/fake_guest.ts";
import { FakeDirectory, FakeFile, FakeStream } from "../../doubles/fake_node.ts";

const [BADF, NOTSOCK] = [8, 57];

Deno.test("sock_*() finds no socket under any descriptor, and touches nothing", () => {
  const calls: readonly [name: string, rest: number][] = [
    ["sock_accept", 2],
    ["sock_recv", 5],
    ["sock_send", 4],
    ["sock_shutdown", 1],
  ];
  const guest = new FakeGuest();
  const open = [new FakeFile(), new FakeDirectory(), new FakeStream()].map((node) =>
    guest.open(node, { rights: 0 })
  );
  for (const [name, rest] of calls) {
    const args = Array<number>(rest).fill(0);
    for (const fd of open) assertEquals(guest.call(name, fd, ...args), NOTSOCK, name);
    for (const fd of [3, 127, -1, 2 ** 31]) assertEquals(guest.call(name, fd, ...args), BADF, name);
  }
  guest.assertWrote({});
});
