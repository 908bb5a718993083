/**
 * A mount namespace of one's own, in which tests can mount what they like.
 *
 * @module
 */

const under: readonly string[] = Deno.uid() === 0 ? ["unshare", "-m"] : ["unshare", "-rm"];

function isAllowed(): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    const [program, ...args] = [...under, "mount", "-t", "tmpfs", "none", "/mnt"];
    return new Deno.Command(program!, { args, stdout: "null", stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}

/** What starts a program in a namespace of its own; and why that cannot be, if so. */
export const namespace: { readonly under: readonly string[]; readonly ignored?: string } = {
  under,
  ...!isAllowed() && { ignored: "no mount namespace can be made here" },
};
