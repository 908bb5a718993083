/**
 * Looking on at a run of a component.
 *
 * @module
 */

import type { Context } from "../../abi/preview2/context.ts";
import type { ComponentType } from "../../component/types.ts";
import { milliseconds } from "../../host/stopwatch.ts";
import { KnownNames } from "../../sockets/known_names.ts";
import { GrantsOfRun } from "../observation/grants_of_run.ts";
import { DEFAULT_HANDLES, type Guest } from "../guest.ts";
import { Told } from "../observation/observation.ts";
import type { RunOptions } from "../options.ts";
import { type ObserveInterface, worldOf } from "./imports.ts";
import { type Beginnings, CallGrants } from "./trace/call_grants.ts";
import { CallObserver } from "./trace/call_observer.ts";
import { KnownResources } from "./trace/known_resources.ts";
import { NetworkCalls } from "./trace/network_calls.ts";
import { NetworkUses } from "./trace/network_uses.ts";

/**
 * Looks on at a component that has not begun, for those whom its options want to be told.
 *
 * @returns what is put around each of the interfaces that it imports
 */
export function observing(
  guest: Guest,
  options: RunOptions,
  type: ComponentType,
  context: Context,
): ObserveInterface {
  const told = new Told(options);
  const grants = new GrantsOfRun(guest.context, options);
  const { resources: types = {} } = worldOf(type, context);
  const resources = new KnownResources(types);
  const names = guest.network?.network.pools.names ?? new KnownNames([]);
  const most = options.limits?.maxHandles ?? DEFAULT_HANDLES;
  const limit = { open: context.open, more: ["--max-handles", `${2 * most}`] };
  const uses = new CallGrants(
    resources,
    new NetworkCalls(resources, new NetworkUses(options, names)),
    grants.environment,
    beginningsOf(guest, grants),
    limit,
  );
  const observer = new CallObserver(resources, uses, milliseconds, (call) => told.note(call));
  guest.observeBy(told.until(() => observer.finish()));
  return observer.observe;
}

/** What a component begins with, by the functions that answer it. */
function beginningsOf({ context: { descriptors } }: Guest, grants: GrantsOfRun): Beginnings {
  const origins = [...descriptors.entries()].map(([handle, description]) => ({
    isPreopen: description.preopen !== undefined,
    origin: { name: grants.names[handle], grant: grants.of(description) },
  }));
  const [stdin, stdout, stderr] = origins.map(({ origin }) => [origin]);
  return {
    "get-stdin": stdin!,
    "get-stdout": stdout!,
    "get-stderr": stderr!,
    "get-directories": origins.filter(({ isPreopen }) => isPreopen).map(({ origin }) => origin),
  };
}
