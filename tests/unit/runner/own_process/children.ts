/**
 * The processes that this one has started and not waited for, by proc(5).
 *
 * @module
 */

/** Their numbers; those that have ended are among them until they are waited for. */
export function children(): number[] {
  return [...Deno.readDirSync("/proc")].filter(({ name }) => /^\d+$/.test(name)).flatMap(
    ({ name }) => parentOf(name) === Deno.pid ? [Number(name)] : [],
  );
}

/** Whether a process has raised a filter of system calls. */
export function isFiltered(process: number | "self"): boolean {
  return /^Seccomp:\s+2$/m.test(fileOf(process, "status") ?? "");
}

/** @returns undefined for a process that is gone */
function parentOf(process: string): number | undefined {
  // PID (NAME) STATE PPID ..., where the name can have anything in it.
  const words = fileOf(process, "stat")?.split(") ").at(-1)?.split(" ");
  return words && Number(words[1]);
}

/** @returns undefined for a process that is gone */
function fileOf(process: number | string, name: string): string | undefined {
  try {
    return Deno.readTextFileSync(`/proc/${process}/${name}`);
  } catch {
    return undefined;
  }
}
