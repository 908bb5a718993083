/**
 * What the host provides, as a component imports it.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { HostInterface } from "../host_interface.ts";
import type { ExternType, FuncType, ResourceType } from "../types.ts";
import { structureOf } from "../wit/structure.ts";
import type { Run } from "./run.ts";
import type { Thing, Things } from "./thing.ts";

/** The imports of a component, or of an interface in it, with their types. */
type Imports = Iterable<readonly [name: string, type: ExternType]>;

/**
 * What is wanted by `imports`, out of what `host` provides.
 *
 * @throws SluiceError status 126 for what it does not provide, or provides with another type
 */
export function provided(imports: Imports, host: HostInterface, run: Run): Things {
  return new World(run).things(imports, host, "");
}

class World {
  readonly #run: Run;
  /** The names of the types of resources that were imported up to here. */
  readonly #names = new Map<ResourceType, string>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** @param path the names of the interfaces around, for messages */
  things(imports: Imports, host: HostInterface, path: string): Things {
    const things = new Map<string, Thing>();
    for (const [name, type] of imports) {
      const thing = this.#thing(name, type, host, `${path}${name}`);
      if (thing === undefined) {
        throw new SluiceError(126, `nothing provides the import ${path}${name}`);
      }
      things.set(name, thing);
    }
    return things;
  }

  #thing(name: string, type: ExternType, host: HostInterface, path: string): Thing | undefined {
    switch (type.kind) {
      case "function": {
        const call = own(host.functions, name);
        if (call === undefined) return undefined;
        this.#check(type, own(host.signatures, name), path);
        const waits = host.waiting?.includes(name) ?? true;
        return { sort: "function", function: { host: call, waits } };
      }
      case "instance": {
        const one = own(host.interfaces, name);
        return one && { sort: "instance", exports: this.things(type.exports, one, `${path}.`) };
      }
      case "type": {
        if (type.type.kind !== "resource") return { sort: "type", living: undefined };
        const represented = own(host.resources, name);
        if (represented === undefined) return undefined;
        const living = this.#run.hostType(represented, name);
        const other = this.#names.get(type.type);
        if (other !== undefined && other !== living.name) {
          throw new SluiceError(126, `the import ${path} is another type than ${other}`);
        }
        this.#names.set(type.type, living.name!);
        return { sort: "type", living };
      }
      default:
        return undefined;
    }
  }

  /** A component that sees another type would pass values that the host's function is not made for. */
  #check(type: FuncType, wanted: string | undefined, path: string): void {
    if (wanted === undefined) return;
    const nameOf = (resource: ResourceType) => this.#names.get(resource) ?? "";
    if (structureOf(type, nameOf) !== wanted) {
      throw new SluiceError(126, `the import ${path} has another type than ${wanted}`);
    }
  }
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
