/**
 * `--max-memory` for components: what all their core modules can allocate together.
 *
 * @module
 */

import type { Component, CoreModuleDefinition, Definition } from "../../component/component.ts";
import { SluiceError } from "../../errors.ts";
import { MalformedModule } from "../../wasm/binary_reader.ts";
import {
  type Allocation,
  type Bytes,
  capAllocations,
  type Declared,
  declaredBy,
  OverCap,
} from "../../wasm/limits.ts";
import { checkHeapUse, tooMuch } from "../limit_memory.ts";
import type { Surroundings } from "../program.ts";
import { coreInstances } from "./core_instances.ts";

/** What the instances of one module declare together. */
interface Use {
  readonly instances: number;
  readonly declared: Readonly<Record<Allocation, Declared>>;
}

/**
 * The component with maxima in its core modules, such that the memories of all instances together, and
 * their tables together, never exceed `most` bytes: each memory gets what it begins with and an equal
 * share of the rest.
 *
 * @throws SluiceError status 126 when it begins with more, allocates in a way that has no cap, or has a
 * core module that cannot be read
 */
export function limited(
  component: Component,
  name: string,
  most: number,
  { own }: Surroundings,
): Component {
  try {
    const uses = new Map<CoreModuleDefinition, Use>();
    for (const [module, instances] of coreInstances(component)) {
      const bytes = module.bytes as Uint8Array<ArrayBuffer>;
      if (own?.heap !== "limited") checkHeapUse({ bytes, name });
      uses.set(module, { instances, declared: declaredBy(bytes) });
    }
    const shares = { memory: shareOf("memory", uses, most), tables: shareOf("tables", uses, most) };
    return withModules(component, (module) => {
      const use = uses.get(module);
      return use === undefined ? module.bytes : capped(module.bytes, use, shares);
    });
  } catch (error) {
    if (error instanceof OverCap) throw tooMuch(name, error, most);
    if (error instanceof MalformedModule) {
      throw new SluiceError(126, `a core module of ${name} is not valid: ${error.message}`);
    }
    throw error;
  }
}

/** What each memory, or table, gets of what the beginning of all leaves. */
function shareOf(kind: Allocation, uses: ReadonlyMap<unknown, Use>, most: number): number {
  let count = 0;
  let needed = 0n;
  for (const { instances, declared } of uses.values()) {
    count += instances * declared[kind].count;
    needed += BigInt(instances) * declared[kind].needed;
  }
  if (needed > BigInt(Math.floor(most))) throw new OverCap(kind, needed);
  return count === 0 ? 0 : Math.floor((most - Number(needed)) / count);
}

function capped(bytes: Uint8Array, { declared }: Use, shares: Bytes): Uint8Array {
  const capOf = (kind: Allocation) =>
    Number(declared[kind].needed) + declared[kind].count * shares[kind];
  return capAllocations(bytes as Uint8Array<ArrayBuffer>, {
    memory: capOf("memory"),
    tables: capOf("tables"),
  });
}

/** The same component with other core modules. */
function withModules(
  component: Component,
  bytesOf: (module: CoreModuleDefinition) => Uint8Array,
): Component {
  const definitions = component.definitions.map((definition): Definition => {
    switch (definition.kind) {
      case "core-module":
        return { ...definition, bytes: bytesOf(definition) };
      case "component":
        return { ...definition, component: withModules(definition.component, bytesOf) };
      default:
        return definition;
    }
  });
  return { ...component, definitions };
}
