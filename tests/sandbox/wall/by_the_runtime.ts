/**
 * Attempts by Deno's own calls: the synchronous ones on the guest's thread, the others on those of the
 * runtime, which Landlock does not hold.
 *
 * @module
 */

import type { Attempt } from "./attempt.ts";

/** The attempts. */
export function byTheRuntime(root: string): Attempt[] {
  const outside = `${root}/outside`;
  const secret = `${outside}/secret`;
  const calls: Readonly<Record<string, () => unknown>> = {
    "reads at once": () => Deno.readTextFileSync(secret),
    "writes at once": () => Deno.writeTextFileSync(secret, "x"),
    "makes a directory at once": () => Deno.mkdirSync(`${outside}/new`),
    "reads": () => Deno.readTextFile(secret),
    "writes": () => Deno.writeTextFile(secret, "x"),
    "makes a file": () => Deno.writeTextFile(`${outside}/new`, "x"),
    "opens": () => Deno.open(secret),
    "asks for a status": () => Deno.stat(secret),
    "asks for the status of a link": () => Deno.lstat(`${outside}/link`),
    "reads a link": () => Deno.readLink(`${outside}/link`),
    "resolves": () => Deno.realPath(secret),
    "lists": () => Array.fromAsync(Deno.readDir(outside)),
    "makes a directory": () => Deno.mkdir(`${outside}/new`),
    "removes": () => Deno.remove(secret),
    "removes all": () => Deno.remove(outside, { recursive: true }),
    "renames": () => Deno.rename(secret, `${outside}/new`),
    "takes": () => Deno.rename(secret, `${root}/granted/rw/got`),
    "copies": () => Deno.copyFile(secret, `${root}/granted/rw/got`),
    "links": () => Deno.link(secret, `${root}/granted/rw/got`),
    "makes a link": () => Deno.symlink("x", `${outside}/new`),
    "truncates": () => Deno.truncate(secret),
    "changes a mode": () => Deno.chmod(secret, 0o777),
    "changes an owner": () => Deno.chown(secret, 0, 0),
    "changes times": () => Deno.utime(secret, 1, 1),
    "watches": () => Deno.watchFs(secret),
    "goes elsewhere": () => Deno.chdir(outside),
    "runs a program": () => new Deno.Command("/bin/sh", { args: ["-c", ":"] }).output(),
    "signals": () => Deno.kill(Deno.ppid, "SIGCONT"),
    "connects": () => Deno.connect({ port: 1 }),
    "connects to a path": () => Deno.connect({ transport: "unix", path: `${root}/socket` }),
    "listens": () => Deno.listen({ port: 0 }),
    "resolves a name": () => Deno.resolveDns("example.com", "A"),
    "loads a program": () => import(`file://${root}/granted/rw/${"program.ts"}`),
  };
  return [
    ...Object.entries(calls).map(([name, call]): Attempt => [
      `the runtime ${name}`,
      "refused",
      () => resultOf(call),
    ]),
    // What computing needs goes on: threads, timers, compiling, randomness.
    ["a worker", "ok", () => resultOf(startWorker)],
    ["a timer", "ok", () => resultOf(() => new Promise((resolve) => setTimeout(resolve, 1)))],
    ["compiling", "ok", () => resultOf(() => WebAssembly.compile(EMPTY_MODULE))],
    ["randomness", "ok", () => resultOf(() => crypto.getRandomValues(new Uint8Array(99)))],
    ["memory", "ok", () => resultOf(() => new WebAssembly.Memory({ initial: 1000 }).grow(1000))],
    ["a signal", "ok", () => resultOf(() => Deno.addSignalListener("SIGUSR2", () => {}))],
  ];
}

const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

async function resultOf(call: () => unknown): Promise<string> {
  try {
    await call();
    return "ok";
  } catch {
    return "refused";
  }
}

function startWorker(): Promise<void> {
  const worker = new Worker("data:text/javascript,postMessage(1)", { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = () => {
      worker.terminate();
      resolve();
    };
    worker.onerror = ({ message }) => reject(new Error(message));
  });
}
