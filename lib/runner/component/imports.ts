/**
 * What a component imports, out of what Sluice provides.
 *
 * @module
 */

import type { Context } from "../../abi/preview2/context.ts";
import type { Interface } from "../../abi/preview2/interface.ts";
import { isKnown, LAST_PATCH, provideOf } from "../../abi/preview2/world.ts";
import type { HostInterface } from "../../component/host_interface.ts";
import type { ComponentType, ExternType } from "../../component/types.ts";
import { SluiceError } from "../../errors.ts";

/** As many missing imports as a message names. */
const MOST_NAMED = 10;

/** What is said of imports that nothing provides; the first that fits is told. */
const HINTS: readonly (readonly [name: RegExp, hint: string])[] = [
  [/^wasi:clocks\/timezone@/, "wasi:clocks/timezone is not stable yet, and not provided"],
  [
    /^wasi:http\//,
    "this version does not provide wasi:http; JavaScript that has no need of it is built without by " +
    "jco componentize --disable http fetch-event",
  ],
  [
    /^wasi:(?!(cli|clocks|filesystem|io|random|sockets)\/)/,
    "of WASI, this version provides cli, clocks, filesystem, io, random and sockets",
  ],
  [/^wasi:[^@]*@0\.2\.0-/, "the component was built for a draft of WASI 0.2"],
  [/^wasi:/, `WASI is provided in the versions 0.2.0 to 0.2.${LAST_PATCH}`],
  [/./, "what is not of WASI has to come from another component, composed with this one"],
];

/**
 * Checks that everything is provided that a component imports.
 *
 * @throws SluiceError status 126 where it is not
 */
export function checkImports({ imports }: ComponentType): void {
  const missing = [...imports].filter(([name, type]) => !isProvided(name, type))
    .map(([name]) => name);
  if (missing.length === 0) return;
  const named = missing.slice(0, MOST_NAMED).join(", ");
  const rest = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : "";
  // A version that is too new says more than what comes of it.
  const told = missing.find(isKnown) ?? missing[0]!;
  const hint = HINTS.find(([name]) => name.test(told))![1];
  throw new SluiceError(126, `nothing provides the import ${named}${rest}`, { hint });
}

/** Functions are looked for, and held against their types, when the component is instantiated. */
function isProvided(name: string, type: ExternType): boolean {
  if (type.kind !== "instance") return type.kind === "type";
  const kinds = [...type.exports.values()].map(({ kind }) => kind);
  return provideOf(name) !== undefined &&
    kinds.every((kind) => kind === "function" || kind === "type");
}

/** Whether a component imports something of a package of WASI. */
export function importsOf(component: ComponentType, name: `wasi:${string}`): boolean {
  return [...component.imports.keys()].some((one) => one.startsWith(`${name}/`));
}

/** Puts something around an interface that behaves as before; `type` is how it is imported. */
export type ObserveInterface = (name: string, provided: Interface, type: ExternType) => Interface;

/**
 * What a component imports.
 *
 * @param observe looks on; without it, a component has the functions themselves
 */
export function worldOf(
  { imports }: ComponentType,
  context: Context,
  observe?: ObserveInterface,
): HostInterface {
  const interfaces = Object.fromEntries(
    [...imports].flatMap(([name, type]) => {
      const provided = provideOf(name)?.(context);
      if (provided === undefined) return [];
      return [[name, observe === undefined ? provided : observe(name, provided, type)] as const];
    }),
  );
  // A world can use the types of its interfaces.
  const resources = Object.assign({}, ...Object.values(interfaces).map((one) => one.resources));
  return { interfaces, resources };
}
