/**
 * Taking openat2(2) away from this thread, as an old kernel or a container does.
 *
 * What is imported afterwards finds it missing, and Sluice walks name by name instead.
 *
 * @module
 */

const SYS_OPENAT2 = 437;
const ENOSYS = 38;

const PR_SET_SECCOMP = 22;
const PR_SET_NO_NEW_PRIVS = 38;
const SECCOMP_MODE_FILTER = 2;

/** Classic BPF: load the number of the system call; answer ENOSYS to the one, and allow the others. */
const FILTER: readonly (readonly [code: number, jt: number, jf: number, k: number])[] = [
  [0x20, 0, 0, 0],
  [0x15, 0, 1, SYS_OPENAT2],
  [0x06, 0, 0, 0x0005_0000 | ENOSYS],
  [0x06, 0, 0, 0x7fff_0000],
];

/** Installs the filter; nothing takes it off again. */
export function takeOpenat2Away(): void {
  const { symbols: libc } = Deno.dlopen("libc.so.6", {
    prctl: { parameters: ["i32", "u64", "buffer", "u64", "u64"], result: "i32" },
  });
  const instructions = new DataView(new ArrayBuffer(FILTER.length * 8));
  for (const [i, [code, jt, jf, k]] of FILTER.entries()) {
    instructions.setUint16(8 * i, code, true);
    instructions.setUint8(8 * i + 2, jt);
    instructions.setUint8(8 * i + 3, jf);
    instructions.setUint32(8 * i + 4, k, true);
  }
  // `struct sock_fprog`: how many instructions, and where they are.
  const program = new BigUint64Array([
    BigInt(FILTER.length),
    BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(instructions))),
  ]);
  if (
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1n, null, 0n, 0n) !== 0 ||
    libc.prctl(PR_SET_SECCOMP, BigInt(SECCOMP_MODE_FILTER), new Uint8Array(program.buffer), 0n, 0n)
  ) {
    throw new Error("the filter cannot be installed");
  }
}
