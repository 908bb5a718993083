import { assertEquals, assertStringIncludes } from "@std/assert";
import { dir } from "../../../../lib/grants/directory.ts";
import { env, inheritEnv } from "../../../../lib/grants/environment.ts";
import { environOf } from "../../../../lib/runner/environ.ts";
import { checkPermissions, withValues } from "../../../../lib/runner/own_process/grants.ts";
import { environment } from "../../../../lib/host/environment.ts";
import { stream } from "../../../../lib/grants/stream.ts";
import { fakeHost } from "../../doubles/fake_host.ts";
import { refusalOf } from "../../outcome.ts";

const HERE = "SLUICE_TEST_OWN_PROCESS";

Deno.test("withValues() gives the guest the variables that it would have in this process", () => {
  Deno.env.set(HERE, "host");
  try {
    const rows = [
      [],
      [inheritEnv()],
      [env({ [HERE]: "guest" }), inheritEnv()],
      [inheritEnv(HERE, "NOT_SET_ANYWHERE")],
      [env({ [HERE]: "guest" }), inheritEnv(HERE)],
      [inheritEnv(HERE), env({ [HERE]: "guest" }), dir("a")],
    ];
    for (const grants of rows) {
      const replaced = withValues(grants);
      assertEquals(replaced.filter(({ kind }) => kind === "inherited-environment"), []);
      assertEquals(
        environOf(fakeHost({}), replaced).sort(),
        environOf(fakeHost({ environment }), grants).sort(),
      );
    }
  } finally {
    Deno.env.delete(HERE);
  }
});

Deno.test("checkPermissions() refuses descriptors, which are others in another process", () => {
  // 3 is where the other process says how the run has ended.
  for (const number of [0, 3, 1000]) {
    for (
      const options of [
        { grants: [stream("a", { kind: "fd", number })] },
        { stdin: { kind: "fd", number } },
        { stdout: { kind: "fd", number } },
      ] as const
    ) {
      const { status, message } = refusalOf(() => checkPermissions(options));
      assertEquals(status, 2);
      assertStringIncludes(message, `fd:${number}`);
    }
  }
});
