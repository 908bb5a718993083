/**
 * Decoding and validating a component.
 *
 * @module
 */

import { BinaryReader, MalformedModule } from "../../wasm/binary_reader.ts";
import { readExternals } from "../../wasm/externals.ts";
import { Layouts } from "../canonical/layout.ts";
import type { Component, CoreModuleDefinition, Definition } from "../component.ts";
import type { ModuleType } from "../types.ts";
import { readAlias } from "./aliases.ts";
import { readCanon } from "./canon.ts";
import { readCoreInstance } from "./core_instances.ts";
import { checkImports, readCoreTypes } from "./core_types.ts";
import { BrokenRule, MalformedComponent, UnsupportedComponent } from "./errors.ts";
import { closedType, readExport, readImport } from "./exports.ts";
import { readInstance } from "./instances.ts";
import { Scope } from "./scope.ts";
import { readTypeDefinition } from "./type_definitions.ts";
import { Types } from "./types.ts";

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
const MODULE_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

const CUSTOM = 0;
const CORE_MODULE = 1;
const CORE_INSTANCE = 2;
const CORE_TYPE = 3;
const COMPONENT = 4;
const INSTANCE = 5;
const ALIAS = 6;
const TYPE = 7;
const CANON = 8;
const START = 9;
const IMPORT = 10;
const EXPORT = 11;
const VALUE = 12;

/** Whether a binary says of itself that it is a component, of whatever version. */
export function isComponent(bytes: Uint8Array): boolean {
  return [0, 1, 2, 3, 6, 7].every((at) => bytes[at] === HEADER[at]);
}

/**
 * Decodes a component and holds it against the rules of the format. Core modules within it are not
 * compiled: only their imports and exports are read.
 *
 * @throws MalformedComponent when it breaks a rule, with the place
 * @throws UnsupportedComponent when it uses what is not run: async (WASI 0.3), values, maps
 */
export function decodeComponent(bytes: Uint8Array): Component {
  return placed(0, () => new Decoder(bytes).component(0, bytes.length, undefined));
}

/** Decodes one component with all that is nested in it. */
class Decoder {
  readonly #bytes: Uint8Array;
  readonly #types = new Types();
  readonly #layouts = new Layouts();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  component(start: number, end: number, outer: Scope | undefined): Component {
    this.#expectHeader(start, end, HEADER, "component");
    const scope = new Scope("component", outer, this.#types);
    const definitions: Definition[] = [];
    const reader = new BinaryReader(this.#bytes, start + HEADER.length, end);
    while (!reader.done) {
      const id = reader.byte();
      const size = reader.u32();
      const begin = reader.position;
      const content = reader.section(size);
      const read = () => this.#section(id, content, begin + size, scope);
      for (const definition of read()) definitions.push(definition);
      if (!content.done) {
        throw new MalformedComponent(`a section goes on at byte ${content.position}`);
      }
    }
    return { type: this.#types.admit(closedType(scope)), definitions };
  }

  *#section(id: number, content: BinaryReader, end: number, scope: Scope): Generator<Definition> {
    const start = content.position;
    switch (id) {
      case CUSTOM:
        content.name();
        content.position = end;
        break;
      case CORE_MODULE:
        yield this.#coreModule(start, end, scope);
        content.position = end;
        break;
      case COMPONENT: {
        const component = placed(start, () => this.component(start, end, scope));
        scope.components.push(component.type);
        content.position = end;
        yield { kind: "component", component };
        break;
      }
      case START:
      case VALUE:
        throw new UnsupportedComponent("values");
      default:
        yield* this.#definitions(id, content, scope);
    }
  }

  *#definitions(id: number, content: BinaryReader, scope: Scope): Generator<Definition> {
    const read = this.#reading(id, content, scope);
    for (let count = content.u32(); count > 0; count--) {
      const definition = placed(content.position, () => this.#types.counted(content, read));
      if (definition !== undefined) yield definition;
    }
  }

  /** How a definition of a section is read; not all have an effect later. */
  #reading(id: number, content: BinaryReader, scope: Scope): () => Definition | undefined {
    switch (id) {
      case CORE_INSTANCE:
        return () => readCoreInstance(content, scope);
      case CORE_TYPE:
        return () => (readCoreTypes(content, scope), undefined);
      case INSTANCE:
        return () => readInstance(content, scope);
      case ALIAS:
        return () => readAlias(content, scope);
      case TYPE:
        return () => readTypeDefinition(content, scope);
      case CANON:
        return () => readCanon(content, scope, this.#layouts);
      case IMPORT:
        return () => readImport(content, scope);
      case EXPORT:
        return () => readExport(content, scope);
      default:
        throw new MalformedComponent(`unknown section ${id} before byte ${content.position}`);
    }
  }

  #coreModule(start: number, end: number, scope: Scope): CoreModuleDefinition {
    this.#expectHeader(start, end, MODULE_HEADER, "core module");
    const bytes = this.#bytes.subarray(start, end);
    const type = placed(start, () => moduleType(bytes));
    scope.coreModules.push(type);
    return { kind: "core-module", bytes, type };
  }

  #expectHeader(start: number, end: number, header: readonly number[], what: string): void {
    if (
      end - start >= header.length && header.every((byte, at) => this.#bytes[start + at] === byte)
    ) {
      return;
    }
    throw new MalformedComponent(`there is no ${what} of a known version at byte ${start}`);
  }
}

function moduleType(bytes: Uint8Array): ModuleType {
  try {
    const externals = readExternals(bytes);
    checkImports(externals.imports);
    return { kind: "module", ...externals };
  } catch (error) {
    // Its bytes are counted from its own beginning.
    if (error instanceof MalformedModule) throw new BrokenRule(`a core module: ${error.message}`);
    throw error;
  }
}

/** Adds the place to the rule that is broken there. */
function placed<T>(at: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BrokenRule) {
      throw new MalformedComponent(`${error.message}, in the definition at byte ${at}`);
    }
    if (error instanceof MalformedModule) throw new MalformedComponent(error.message);
    throw error;
  }
}
