/**
 * A machine for the filters of seccomp(2), to see what they answer without installing them.
 *
 * @module
 */

/** What a filter is asked: `struct seccomp_data`. */
export interface Question {
  /** AUDIT_ARCH_*; this platform's without it. */
  readonly architecture?: number;
  readonly number: number;
  /** The upper halves are full of junk, as callers leave them, in each that is a number. */
  readonly args?: readonly (number | bigint)[];
}

const OWN_ARCHITECTURE = Deno.build.arch === "aarch64" ? 0xc000_00b7 : 0xc000_003e;
const JUNK = 0x5a5a_5a5a_0000_0000n;

/**
 * Runs a program as the kernel does.
 *
 * @returns the action, SECCOMP_RET_*
 */
export function run(program: Uint8Array<ArrayBuffer>, question: Question): number {
  const { architecture = OWN_ARCHITECTURE, number, args = [] } = question;
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, number, true);
  data.setUint32(4, architecture, true);
  for (const [i, value] of args.entries()) {
    const bits = typeof value === "bigint" ? value : BigInt(value >>> 0) | JUNK;
    data.setBigUint64(16 + 8 * i, BigInt.asUintN(64, bits), true);
  }
  const view = new DataView(program.buffer);
  let loaded = 0;
  for (let at = 0;; at += 8) {
    const operand = view.getUint32(at + 4, true);
    const jump = (condition: boolean) => at += 8 * view.getUint8(condition ? at + 2 : at + 3);
    const code = view.getUint16(at, true);
    switch (code) {
      case 0x20:
        loaded = data.getUint32(operand, true);
        break;
      case 0x05:
        at += 8 * operand;
        break;
      case 0x15:
        jump(loaded === operand);
        break;
      case 0x35:
        jump(loaded >= operand);
        break;
      case 0x45:
        jump((loaded & operand) !== 0);
        break;
      case 0x06:
        return operand;
      default:
        throw new Error(`no instruction ${code}`);
    }
  }
}
