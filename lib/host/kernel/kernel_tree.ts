/**
 * Directories in which the kernel shows its own state.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import { bind, COLD_INT, ColdInt, interrupted } from "../libc/library.ts";
import { getU64 } from "../libc/u64.ts";

/** Types of file systems that hold no files of anybody: statfs(2). */
const KERNEL_TYPES: readonly number[] = [
  0x9fa0, // proc
  0x6265_6572, // sysfs
  0x1cd1, // devpts
  0x6462_6720, // debugfs
  0x7472_6163, // tracefs
  0x7363_6673, // securityfs
  0x6367_7270, // cgroup2
  0x0027_e0eb, // cgroup
  0xcafe_4a11, // bpf
];

const { fstatfs } = bind({
  /** (fd, struct statfs) */
  fstatfs: { parameters: [COLD_INT, "buffer"], result: "i32" },
});

const argument = new ColdInt();
const record = new Uint8Array(256);
const view = new DataView(record.buffer);

/**
 * Refuses to grant an opened directory of such a file system, wherever it is mounted and whatever name
 * led to it.
 *
 * @throws SluiceError status 2
 */
export function refuseKernelTree(fd: number, path: string): void {
  while (interrupted(fstatfs(argument.of(fd), record)));
  if (KERNEL_TYPES.includes(Number(getU64(view, 0)))) {
    throw new SluiceError(2, `${path} cannot be granted: it shows the kernel's own state`);
  }
}
