/**
 * Running a small program in a Deno of its own that has no permission at all.
 *
 * @module
 */

import { requirePermission } from "./permission.ts";

/** What a program apart came to. */
export interface Apart {
  readonly status: number;
  readonly output: Uint8Array<ArrayBuffer>;
  /** What it said of a failure. */
  readonly error: string;
}

/** No lock, no configuration and no packages of the folder that the user happens to be in. */
const FLAGS = ["--quiet", "--no-config", "--no-lock", "--no-prompt"];

/**
 * Runs a program to its end.
 *
 * What it imports from npm is fetched when it is needed first, and cached by Deno.
 *
 * @param program the text of a JavaScript module
 * @param input what it reads from standard input
 * @param over ends it when it is aborted
 * @throws SluiceError status 2 without the permission to start a process
 */
export async function runApart(
  program: string,
  input: Uint8Array<ArrayBuffer>,
  over?: AbortSignal,
): Promise<Apart> {
  requirePermission({ name: "run" });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...FLAGS, `data:text/javascript,${encodeURIComponent(program)}`],
    env: { NO_COLOR: "1", DENO_NO_PACKAGE_JSON: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...(over && { signal: over }),
  }).spawn();
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), feed(child, input)]);
  return { status: code, output: stdout, error: new TextDecoder().decode(stderr) };
}

/** A program that ends without having read all says why by itself. */
async function feed(child: Deno.ChildProcess, input: Uint8Array<ArrayBuffer>): Promise<void> {
  const writer = child.stdin.getWriter();
  try {
    await writer.write(input);
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
