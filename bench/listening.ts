/**
 * Servers that are started to be measured.
 *
 * @module
 */

/** Starts a program of Deno's that says on standard error where it listens. */
export async function startServer(
  args: readonly string[],
): Promise<{ readonly port: number; readonly child: Deno.ChildProcess }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", ...args],
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "";
  for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += part;
    const [, port] = /listens on 127\.0\.0\.1:(\d+)\n/.exec(said) ?? [];
    if (port !== undefined) return { port: Number(port), child };
  }
  throw new Error(`no server: ${said}`);
}
