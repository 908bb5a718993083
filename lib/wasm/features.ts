/**
 * Which features of WebAssembly a module uses, from its binary alone.
 *
 * @module
 */

import { BinaryReader, MalformedModule } from "./binary_reader.ts";
import type { Feature } from "./feature_names.ts";
import { readConstant, readInstructions, type Use } from "./instructions.ts";
import { skipType } from "./reference_types.ts";
import { sectionsOf } from "./sections.ts";
import { readTypeForms } from "./type_forms.ts";

/** What a module was found to use. */
export interface FoundFeatures {
  /** In the order of the alphabet. */
  readonly features: readonly Feature[];
  /** Whether all of it could be read: what is not known to this reader may be a feature, too. */
  readonly complete: boolean;
}

/** What later sections have to know of earlier ones. */
interface State {
  readonly use: Use;
  /** Of each type: whether a block of it takes or leaves what only multi-value allows. */
  readonly multi: boolean[];
  /** Of each global: whether it can be set. */
  readonly mutable: boolean[];
  memories: number;
  tables: number;
  /** Whether something was not understood. */
  incomplete: boolean;
}

type Read = (code: BinaryReader, state: State) => void;

const SECTIONS: Readonly<Record<number, Read>> = {
  1: (code, { use, multi }) => repeat(code, () => readTypeForms(code, use, multi)),
  2: (code, state) => repeat(code, () => readImport(code, state)),
  4: (code, state) => repeat(code, () => readTable(code, state)),
  5: (code, state) => repeat(code, () => readMemory(code, state)),
  6: (code, state) => repeat(code, () => readGlobal(code, state)),
  7: (code, state) => repeat(code, () => readExport(code, state)),
  9: (code, state) => repeat(code, () => readElements(code, state)),
  10: readBodies,
  11: (code, state) => repeat(code, () => readData(code, state)),
  12: (_, { use }) => use("bulk-memory"),
};

const SECTION_TAG = 13;

/** More of one kind than V8 takes, which bounds what is kept of each. */
const MAX_ITEMS = 10_000_000;

const HAS_MAXIMUM = 1;
const SHARED = 2;
const ADDRESSES_64 = 4;
const PAGE_SIZE = 8;

/** In front of a table with an initial value. */
const TABLE_WITH_VALUE = 0x40;

const [FUNCTION, TABLE, MEMORY, GLOBAL, TAG] = [0, 1, 2, 3, 4] as const;

/**
 * Finds the features.
 *
 * @param bytes any bytes; those of a core module for a useful answer
 */
export function featuresOf(bytes: Uint8Array): FoundFeatures {
  const found = new Set<Feature>();
  const state: State = {
    use: (feature) => found.add(feature),
    multi: [],
    mutable: [],
    memories: 0,
    tables: 0,
    incomplete: false,
  };
  let hasTags = false;
  attempt(state, () => {
    for (const { id, end, content } of sectionsOf(bytes)) {
      hasTags ||= id === SECTION_TAG;
      const read = SECTIONS[id];
      if (read === undefined) continue;
      attempt(state, () => read(new BinaryReader(bytes, content.position, end), state));
    }
  });
  if (state.memories > 1) found.add("multi-memory");
  if (state.tables > 1) found.add("reference-types");
  // Tags are common to both kinds of exceptions, and mean the new one where nothing tells.
  if (hasTags && !found.has("legacy-exceptions")) found.add("exceptions");
  return { features: [...found].sort(), complete: !state.incomplete };
}

function attempt(state: State, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof MalformedModule)) throw error;
    state.incomplete = true;
  }
}

/** Every item takes a byte at least, so that the end comes before a count that is too large. */
function repeat(code: BinaryReader, read: () => void): void {
  let count = code.u32();
  if (count > MAX_ITEMS) throw new MalformedModule(`${count} items are too many`);
  for (; count > 0; count--) read();
}

function readImport(code: BinaryReader, state: State): void {
  code.advance(code.u32());
  code.advance(code.u32());
  switch (code.byte()) {
    case FUNCTION:
      return code.skipNumber();
    case TABLE:
      return readTable(code, state);
    case MEMORY:
      return readMemory(code, state);
    case GLOBAL:
      skipType(code, state.use);
      return readMutability(code, state, () => state.use("mutable-globals"));
    case TAG:
      state.use("exceptions");
      return code.skipNumbers(2);
    default:
      throw new MalformedModule(`unknown kind of import before byte ${code.position}`);
  }
}

function readTable(code: BinaryReader, state: State): void {
  state.tables++;
  const hasValue = code.byte() === TABLE_WITH_VALUE;
  if (hasValue) {
    code.advance(1);
    state.use("typed-function-references");
  } else code.position--;
  const type = code.byte();
  code.position--;
  // A table of functions is as old as WebAssembly.
  skipType(code, type === 0x70 ? () => {} : state.use);
  readLimits(code, state);
  if (hasValue) readConstant(code, state.use);
}

function readMemory(code: BinaryReader, state: State): void {
  state.memories++;
  readLimits(code, state);
}

function readLimits(code: BinaryReader, { use }: State): void {
  const flags = code.u32();
  if (flags > (HAS_MAXIMUM | SHARED | ADDRESSES_64 | PAGE_SIZE)) {
    throw new MalformedModule(`unknown limits before byte ${code.position}`);
  }
  if ((flags & SHARED) !== 0) use("threads");
  if ((flags & ADDRESSES_64) !== 0) use("memory64");
  code.skipNumbers((flags & HAS_MAXIMUM) === 0 ? 1 : 2);
  if ((flags & PAGE_SIZE) !== 0) {
    use("custom-page-sizes");
    code.skipNumber();
  }
}

function readGlobal(code: BinaryReader, state: State): void {
  skipType(code, state.use);
  readMutability(code, state, () => {});
  readConstant(code, state.use);
}

function readMutability(
  code: BinaryReader,
  { use, mutable }: State,
  whenMutable: () => void,
): void {
  const flags = code.byte();
  if ((flags & 1) !== 0) whenMutable();
  if ((flags & 2) !== 0) use("threads");
  mutable.push((flags & 1) !== 0);
}

function readExport(code: BinaryReader, { use, mutable }: State): void {
  code.advance(code.u32());
  const kind = code.byte();
  const index = code.u32();
  if (kind === GLOBAL && mutable[index]) use("mutable-globals");
}

/** Elements: bit 0 says that they are not put into a table at once, bit 2 that they are expressions. */
function readElements(code: BinaryReader, { use }: State): void {
  const flags = code.u32();
  if (flags > 7) throw new MalformedModule(`unknown elements before byte ${code.position}`);
  const isActive = (flags & 1) === 0;
  const hasExpressions = (flags & 4) !== 0;
  if (!isActive) use((flags & 2) === 0 ? "bulk-memory" : "reference-types");
  if (hasExpressions) use("reference-types");
  if (isActive) {
    if ((flags & 2) !== 0 && code.u32() !== 0) use("reference-types");
    readConstant(code, use);
  }
  if ((flags & 3) !== 0) {
    if (hasExpressions) skipType(code, use);
    else code.advance(1);
  }
  repeat(code, () => hasExpressions ? readConstant(code, use) : code.skipNumber());
}

function readData(code: BinaryReader, { use }: State): void {
  const flags = code.u32();
  if (flags > 2) throw new MalformedModule(`unknown data before byte ${code.position}`);
  if (flags === 1) use("bulk-memory");
  if (flags === 2 && code.u32() !== 0) use("multi-memory");
  if (flags !== 1) readConstant(code, use);
  code.advance(code.u32());
}

/** One body that is not understood does not keep the others from being read. */
function readBodies(code: BinaryReader, state: State): void {
  repeat(code, () => {
    const body = code.section(code.u32());
    attempt(state, () => {
      for (let count = body.u32(); count > 0; count--) {
        body.skipNumber();
        skipType(body, state.use);
      }
      readInstructions(body, state.use, (type) => state.multi[type] ?? false);
    });
  });
}
