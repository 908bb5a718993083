import { assertEquals } from "@std/assert";
import { eachWay, Running } from "./guests.ts";

eachWay(
  "a component calls its own function, whose allocator moves what it is given",
  async (way) => {
    using guest = await Running.of("self_call", {}, way);
    assertEquals(await guest.call("run"), 10);
    assertEquals(guest.ending, undefined);
  },
);
