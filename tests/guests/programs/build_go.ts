/**
 * Builds the guest in Go, whose module is too large for the repository.
 *
 * @module
 */

/** Why the guest in Go cannot be built here, or undefined if it can. */
export function whyNoGo(): string | undefined {
  try {
    const { stdout } = new Deno.Command("go", { args: ["version"], stderr: "null" }).outputSync();
    const [, minor] = /go1\.(\d+)/.exec(new TextDecoder().decode(stdout)) ?? [];
    return Number(minor) >= 21 ? undefined : "go is older than 1.21, which knows WASI";
  } catch {
    return "go is not on the PATH";
  }
}

/** The module's bytes. */
export function buildGo(): Uint8Array {
  const target = Deno.makeTempFileSync({ suffix: ".wasm" });
  try {
    const { success, stderr } = new Deno.Command("go", {
      args: ["build", "-ldflags=-s -w", "-o", target, "list_go.go"],
      cwd: new URL("./", import.meta.url),
      env: { GOOS: "wasip1", GOARCH: "wasm" },
    }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return Deno.readFileSync(target);
  } finally {
    Deno.removeSync(target);
  }
}
