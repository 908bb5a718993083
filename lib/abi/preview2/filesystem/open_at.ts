/**
 * `open-at`.
 *
 * @module
 */

import { WasiError } from "../../../errors.ts";
import { Descriptor } from "./descriptor.ts";
import { type DescriptorFlags, type OpenFlags, type PathFlags, syncOf } from "./flags.ts";
import { lookUpOf, pathOf } from "./path.ts";
import { SharedNode } from "./shared_node.ts";

/**
 * As openat(2).
 *
 * @throws WasiError `read-only` for anything that could change something, where `base` may not
 */
export function openAt(
  base: Descriptor,
  pathFlags: PathFlags,
  path: string,
  { create, directory, exclusive, truncate }: OpenFlags,
  flags: DescriptorFlags,
): Descriptor {
  const { context } = base;
  const name = pathOf(path);
  const changes = create || truncate || flags.write || flags.mutateDirectory;
  const parent = changes ? base.mutableDirectory(path) : base.directory;
  if (directory && (create || truncate)) throw new WasiError("invalid");
  context.open.check();
  const node = parent.openAt(name, {
    ...lookUpOf(pathFlags),
    read: flags.read,
    write: flags.write,
    create,
    exclusive,
    truncate,
    append: false,
    directory,
    sync: syncOf(flags),
  });
  const mutateDirectory = node.kind === "directory" &&
    (flags.mutateDirectory || (context.passesMutabilityOn && base.flags.mutateDirectory));
  const shared = new SharedNode(node, context.open);
  return new Descriptor(context, base.preopen, shared, { ...flags, mutateDirectory });
}
