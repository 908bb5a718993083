/**
 * A trap made for it: a JavaScript exception would be swallowed by the guest's `catch_all`.
 *
 * @module
 */

/** `(module (func (export "trap") unreachable))` */
const TRAP_MODULE: readonly number[] = [
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x08, 0x01, 0x04, 0x74, 0x72, 0x61, 0x70, 0x00, 0x00],
  ...[0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b],
];

/** Traps as a guest does. */
export function raiseTrap(): never {
  const module = new WebAssembly.Module(Uint8Array.from(TRAP_MODULE));
  const { trap } = new WebAssembly.Instance(module).exports;
  (trap as () => void)();
  throw new Error("unreachable code was reached");
}
