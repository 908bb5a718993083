/**
 * The system calls that raise the kernel wall, each called a few times in a run.
 *
 * @module
 */

import { bind, type Buffer, COLD_INT, COLD_LONG, type Int, type Long } from "./library.ts";

/** syscall(2) by the shape of what is called, since none of these has a function of its own. */
export interface WallCalls {
  /** `attributes` null and `size` 0 with LANDLOCK_CREATE_RULESET_VERSION. */
  landlock_create_ruleset(
    number: number,
    attributes: Buffer | null,
    size: Long,
    flags: number,
  ): number;
  landlock_add_rule(
    number: number,
    ruleset: Int,
    type: number,
    attributes: Buffer,
    flags: number,
  ): number;
  landlock_restrict_self(number: number, ruleset: Int, flags: number): number;
  seccomp(number: number, operation: Int, flags: number, argument: Buffer): number;
  /** The arguments that an option does not have must be 0. */
  prctl(option: Int, second: bigint, third: bigint, fourth: bigint, fifth: bigint): number;
  close(fd: Int): number;
}

/** The functions of {@linkcode WallCalls}. */
export const wallCalls: WallCalls = bind({
  landlock_create_ruleset: {
    name: "syscall",
    parameters: ["i32", "buffer", COLD_LONG, "u32"],
    result: "i32",
  },
  landlock_add_rule: {
    name: "syscall",
    parameters: ["i32", COLD_INT, "u32", "buffer", "u32"],
    result: "i32",
  },
  landlock_restrict_self: {
    name: "syscall",
    parameters: ["i32", COLD_INT, "u32"],
    result: "i32",
  },
  seccomp: { name: "syscall", parameters: ["i32", COLD_INT, "u32", "buffer"], result: "i32" },
  prctl: { parameters: [COLD_INT, "u64", "u64", "u64", "u64"], result: "i32" },
  close: { parameters: [COLD_INT], result: "i32" },
});
