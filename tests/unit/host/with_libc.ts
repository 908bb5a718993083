/**
 * Registering a test of what is bound to the C library.
 *
 * @module
 */

/**
 * As `Deno.test()`, ignored where the C library cannot be called. Modules that bind it do so when they
 * are loaded, so `body` must import them itself.
 */
export function testWithLibc(name: string, body: () => void | Promise<void>): void {
  Deno.test({
    name: `${name} [Linux, --allow-ffi]`,
    ignore: Deno.build.os !== "linux" ||
      Deno.permissions.querySync({ name: "ffi" }).state !== "granted",
    fn: body,
  });
}
