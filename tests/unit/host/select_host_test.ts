import { assertEquals } from "@std/assert";
import { selectHost } from "../../../lib/host/select_host.ts";
import { testWithLibc } from "./with_libc.ts";

const NEEDS = { files: false, clocks: false, wall: false };

testWithLibc(
  "selectHost() is confined by the kernel where the C library can be called",
  async () => {
    assertEquals((await selectHost(NEEDS)).confinement, "kernel-confined");
  },
);

Deno.test({
  name: "selectHost() checks paths itself where the C library cannot be called",
  permissions: { read: true, ffi: false },
  async fn() {
    assertEquals((await selectHost(NEEDS)).confinement, "path-checked");
  },
});
