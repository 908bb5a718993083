import { assertEquals } from "@std/assert";
import { TemporaryDirectory } from "../../doubles/temporary_directory.ts";
import { text } from "../../outcome.ts";

const MODULE = new URL("../../../../lib/host/portable/supervise.ts", import.meta.url);

Deno.test("supervise() rejects when the worker fails, and nothing else of the process does", async () => {
  using at = new TemporaryDirectory();
  // It is what the worker runs, too, in which the failure is nobody's to catch.
  at.make({
    "main.ts": `
      import { supervise } from ${JSON.stringify(MODULE.href)};
      const body = () => Promise.reject(new Error("broken"));
      const running = supervise({ after: 60_000, status: 124, line: "" }, body);
      if (globalThis.name === "") {
        const reason = await running.then(String, ({ message }) => message);
        await new Promise((resolve) => setTimeout(resolve, 100));
        console.log(reason);
        Deno.exit(3);
      }
      await running;
    `,
  });
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "-A", at.at("main.ts")],
    stderr: "null",
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals([code, text(stdout)], [3, "Uncaught (in promise) Error: broken\n"]);
});
