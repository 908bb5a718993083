import { assertEquals } from "@std/assert";
import { env, inheritEnv } from "../../../../lib/grants/environment.ts";
import { allowOutbound } from "../../../../lib/grants/network.ts";
import { GrantsOfRun } from "../../../../lib/runner/observation/grants_of_run.ts";
import { FakeGuest } from "../../doubles/fake_guest.ts";
import { utf8 } from "../../outcome.ts";

Deno.test("GrantsOfRun.environment is what gives the variables, and nothing else", () => {
  const grants = [allowOutbound("tcp://127.0.0.1:1"), env({ A: "1" }), inheritEnv("B")];
  const { context } = new FakeGuest();
  assertEquals(new GrantsOfRun(context, { grants }).environment, []);
  const given = { ...context, environ: [utf8("A=1\0")] };
  assertEquals(new GrantsOfRun(given, { grants }).environment, [["--env", "A=1"], ["--env", "B"]]);
});
