/**
 * The command line, as a process of its own.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import type { Step } from "./table.ts";

const main = fromFileUrl(new URL("../../main.ts", import.meta.url));

/** How a program ended and what it said. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A step by `main.ts`, with the file back end that this run of the tests is about. */
export async function spawnSluice(module: string, step: Step, host: string): Promise<Ended> {
  const pathChecked = Deno.env.get("SLUICE_TEST_BACKEND") === "path-checked";
  const args = ["run", "-A", ...(pathChecked ? ["--deny-ffi"] : []), "--no-prompt", main];
  if (step.grant !== undefined) {
    args.push("--dir", `${host}::${step.grant.guest}::${step.grant.rights ?? "rw"}`);
  }
  for (const [name, value] of Object.entries(step.env ?? {})) {
    args.push("--env", `${name}=${value}`);
  }
  if (step.invoke !== undefined) args.push("--invoke", step.invoke);
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args, module, ...step.args],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [output] = await Promise.all([child.output(), feed(child.stdin, step.stdin ?? "")]);
  const text = new TextDecoder();
  return {
    status: output.code,
    stdout: text.decode(output.stdout),
    stderr: text.decode(output.stderr),
  };
}

/** Write to a process, which may end without having read it. */
async function feed(stdin: WritableStream<Uint8Array>, content: string): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(content));
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
