/**
 * Which types depend on resource types of where they are defined.
 *
 * @module
 */

import type { DefinedType, ExternType, ResourceType } from "../types.ts";
import type { Types } from "./types.ts";

/** Whether a type refers to resource types that it does not bring itself. */
export function refersToResources(type: DefinedType, types: Types): boolean {
  const [used, brought] = [new Set<ResourceType>(), new Set<ResourceType>()];
  const seen = new Set<object>();
  const visit = (part: DefinedType | ExternType | undefined): void => {
    if (part === undefined || seen.has(part)) return;
    types.spend(1);
    seen.add(part);
    switch (part.kind) {
      case "resource":
        used.add(part);
        break;
      case "own":
      case "borrow":
        used.add(part.resource);
        break;
      case "type":
        if (part.bound === "sub-resource") brought.add(part.type as ResourceType);
        visit(part.type);
        break;
      case "function":
        part.parameters.forEach((parameter) => visit(parameter.type));
        visit(part.result);
        break;
      case "component":
        part.imports.forEach(visit);
        part.exports.forEach(visit);
        break;
      case "instance":
        part.exports.forEach(visit);
        break;
      case "record":
        part.fields.forEach((field) => visit(field.type));
        break;
      case "variant":
        part.cases.forEach((one) => visit(one.type));
        break;
      case "tuple":
        part.types.forEach(visit);
        break;
      case "list":
        visit(part.element);
        break;
      case "option":
        visit(part.some);
        break;
      case "result":
        visit(part.ok);
        visit(part.err);
        break;
    }
  };
  visit(type);
  return !used.isSubsetOf(brought);
}
