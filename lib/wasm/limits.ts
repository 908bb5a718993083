/**
 * Capping what a module can allocate: the limits of its memories and tables, written anew before it is
 * compiled, so that `memory.grow` and `table.grow` answer -1 where the cap is reached.
 *
 * @module
 */

import { MalformedModule } from "./binary_reader.ts";
import { concatenated, unsigned } from "./binary_writer.ts";
import {
  ADDRESSES_64,
  type Growing,
  HAS_MAXIMUM,
  readMemory,
  readTable,
  written,
} from "./growing.ts";
import { type Section, sectionsOf } from "./sections.ts";

/** What can be capped. */
export type Allocation = "memory" | "tables";

/** A module begins with more than the cap. */
export class OverCap extends Error {
  override name = "OverCap";
  readonly of: Allocation;
  /** The bytes that it begins with. */
  readonly needed: bigint;

  constructor(of: Allocation, needed: bigint) {
    super(`the ${of} of the module begin with ${needed} bytes`);
    this.of = of;
    this.needed = needed;
  }
}

const SECTION_TABLE = 4;
const SECTION_MEMORY = 5;

/** Bytes of a page of memory. */
const PAGE = 65_536n;

/**
 * Bytes that a table entry is counted as. Measured on V8 15: 24 for a function, 8 for any other
 * reference, and a third to a half more while the table grows.
 */
const TABLE_ENTRY = 32n;

/** Bytes that 1 stands for in the limits of each. */
const UNITS: Readonly<Record<Allocation, bigint>> = { memory: PAGE, tables: TABLE_ENTRY };

/** As many memories, and as many tables, as V8 takes; each is an object here. */
const MAX_COUNT = 100_000;

/** The most entries that a table can have. */
const MAX_TABLE = (1n << 32n) - 1n;

/** Bytes for each kind of allocation. */
export type Bytes = Readonly<Record<Allocation, number>>;

/** What a module declares of one kind. */
export interface Declared {
  /** How many there are. */
  readonly count: number;
  /** The bytes that they begin with. */
  readonly needed: bigint;
}

/**
 * What a module declares; what it imports is left out.
 *
 * @throws MalformedModule when that cannot be read
 */
export function declaredBy(bytes: Uint8Array): Record<Allocation, Declared> {
  const declared = { memory: { count: 0, needed: 0n }, tables: { count: 0, needed: 0n } };
  for (const section of sectionsOf(bytes)) {
    const kind = kindOf(section);
    if (kind === undefined) continue;
    const items = itemsOf(section, kind);
    const needed = items.reduce((sum, { minimum }) => sum + minimum, 0n) * UNITS[kind];
    declared[kind] = { count: items.length, needed };
  }
  return declared;
}

/**
 * Writes maxima into a module so that its memories together, and its tables together, never exceed
 * `cap` bytes. Where there are several, each gets what it begins with and an equal share of the rest.
 * What the module imports is left alone.
 *
 * @param bytes a core module, which need not be valid
 * @param cap for each kind, or of each kind
 * @returns a module that is otherwise the same
 * @throws OverCap when it begins with more
 * @throws MalformedModule when what is capped cannot be read
 */
export function capAllocations(
  bytes: Uint8Array<ArrayBuffer>,
  cap: number | Bytes,
): Uint8Array<ArrayBuffer> {
  const caps = typeof cap === "number" ? { memory: cap, tables: cap } : cap;
  const parts: Uint8Array[] = [];
  let copied = 0;
  for (const section of sectionsOf(bytes)) {
    const items = capped(section, caps);
    if (items === undefined) continue;
    const content = concatenated([
      Uint8Array.from(unsigned(items.length)),
      ...items.flatMap(written),
    ]);
    parts.push(
      bytes.subarray(copied, section.start),
      Uint8Array.from([section.id, ...unsigned(content.length)]),
      content,
    );
    copied = section.end;
  }
  return copied === 0 ? bytes : concatenated([...parts, bytes.subarray(copied)]);
}

/** What a section declares, capped; undefined for a section that declares nothing of the kind. */
function capped(section: Section, caps: Bytes): Growing[] | undefined {
  const of = kindOf(section);
  if (of === undefined) return undefined;
  const most = of === "memory" ? mostPages : () => MAX_TABLE;
  const cap = BigInt(Math.floor(caps[of]));
  return share(itemsOf(section, of), { of, cap, unit: UNITS[of], most });
}

function kindOf({ id }: Section): Allocation | undefined {
  return id === SECTION_MEMORY ? "memory" : id === SECTION_TABLE ? "tables" : undefined;
}

function itemsOf({ content }: Section, kind: Allocation): Growing[] {
  const read = kind === "memory" ? readMemory : readTable;
  const items: Growing[] = [];
  const count = content.u32();
  if (count > MAX_COUNT) throw new MalformedModule(`${count} items are too many`);
  while (items.length < count) items.push(read(content));
  // The engine would refuse the section, and must not be given another one in its place.
  if (!content.done) throw new MalformedModule(`a section goes on at byte ${content.position}`);
  return items;
}

/** How things of one kind are counted. */
interface Measure {
  readonly of: Allocation;
  /** Bytes for all of them. */
  readonly cap: bigint;
  /** Bytes that 1 stands for in their limits. */
  readonly unit: bigint;
  /** The most that one with these flags can have. */
  readonly most: (flags: number) => bigint;
}

/** The same memories or tables with maxima that share the cap among them. */
function share(items: readonly Growing[], { of, cap, unit, most }: Measure): Growing[] {
  const needed = items.reduce((sum, { minimum }) => sum + minimum, 0n);
  let spare = cap / unit - needed;
  if (spare < 0n) throw new OverCap(of, needed * unit);
  const want = ({ minimum, maximum, flags }: Growing) =>
    (maximum === undefined || maximum > most(flags) ? most(flags) : maximum) - minimum;
  // Those that want least first: what one leaves is shared among those behind it.
  const byWant = [...items.entries()].sort(([, a], [, b]) => want(a) < want(b) ? -1 : 1);
  const shared = [...items];
  for (const [rank, [i, item]] of byWant.entries()) {
    const wanted = want(item);
    // What begins beyond its own maximum stays as it is, for the engine to refuse.
    if (wanted < 0n) continue;
    const part = spare / BigInt(items.length - rank);
    const given = wanted < part ? wanted : part;
    spare -= given;
    shared[i] = { ...item, flags: item.flags | HAS_MAXIMUM, maximum: item.minimum + given };
  }
  return shared;
}

/** The most pages that a memory can have: what 32 bits address, and with 64 bits what V8 allows. */
function mostPages(flags: number): bigint {
  return (flags & ADDRESSES_64) === 0 ? 1n << 16n : 1n << 18n;
}
