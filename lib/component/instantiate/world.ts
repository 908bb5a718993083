/**
 * What the host provides, as a component imports it.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { HostInterface } from "../host_interface.ts";
import type { ExternType } from "../types.ts";
import type { Run } from "./run.ts";
import type { Thing, Things } from "./thing.ts";

/**
 * What is wanted by `imports`, out of what `host` provides.
 *
 * @throws SluiceError status 126 for what it does not provide
 */
export function provided(
  imports: Iterable<readonly [name: string, type: ExternType]>,
  host: HostInterface,
  run: Run,
  within = "",
): Things {
  const things = new Map<string, Thing>();
  for (const [name, type] of imports) {
    const thing = thingOf(name, type, host, run, `${within}${name}`);
    if (thing === undefined) {
      throw new SluiceError(126, `nothing provides the import ${within}${name}`);
    }
    things.set(name, thing);
  }
  return things;
}

function thingOf(
  name: string,
  type: ExternType,
  host: HostInterface,
  run: Run,
  path: string,
): Thing | undefined {
  switch (type.kind) {
    case "function": {
      const call = own(host.functions, name);
      return call && { sort: "function", function: { host: call } };
    }
    case "instance": {
      const one = own(host.interfaces, name);
      return one &&
        { sort: "instance", exports: provided(type.exports, one, run, `${path}.`) };
    }
    case "type": {
      if (type.type.kind !== "resource") return { sort: "type", living: undefined };
      const represented = own(host.resources, name);
      return represented && { sort: "type", living: run.hostType(represented) };
    }
    default:
      return undefined;
  }
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
