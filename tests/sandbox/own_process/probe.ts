/**
 * What a guest's own process runs, with attempts by itself when the guest has ended: started as that
 * process is, and told what it is told. Prints what each attempt came to, as JSON.
 *
 * @module
 */
import { openChannel } from "../../../lib/host/child/open_channel.ts";
import { serve } from "../../../lib/runner/own_process/entry.ts";

const NAMES = ["read", "write", "net", "env", "sys", "run", "ffi", "import"] as const;

const [AT_FDCWD, AF_INET, SOCK_STREAM] = [-100, 2, 1];
const path = new TextEncoder().encode("/etc/passwd\0");

// Bound now: nothing can be bound behind the wall.
const { symbols } = Deno.dlopen("libc.so.6", {
  openat: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  fork: { parameters: [], result: "i32" },
  kill: { parameters: ["i32", "i32"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
});
const errno = new Int32Array(
  Deno.UnsafePointerView.getArrayBuffer(symbols.__errno_location()!, 4),
);
const parent = Deno.ppid;
const environment = Deno.env.toObject();
const attempt = (call: () => number) => call() < 0 ? errno[0]! : "ok";

await serve(await openChannel());
console.log(JSON.stringify({
  environment,
  permissions: NAMES.map((name) => Deno.permissions.querySync({ name }).state),
  opens: attempt(() => symbols.openat(AT_FDCWD, path, 0, 0)),
  connects: attempt(() => symbols.socket(AF_INET, SOCK_STREAM, 0)),
  signals: attempt(() => symbols.kill(parent, 0)),
}));
