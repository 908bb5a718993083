/**
 * The two sides of a call: what a canonical definition says of the core module that it serves.
 *
 * @module
 */

import { type HandleLifting, Lifting } from "../canonical/lifting.ts";
import { type HandleLowering, Lowering } from "../canonical/lowering.ts";
import { Memory, type Reallocate } from "../canonical/memory.ts";
import type { StringEncoding } from "../component.ts";
import type { LivingType } from "../resources/living_type.ts";
import type { ResourceType } from "../types.ts";
import type { ComponentInstance } from "./component_instance.ts";
import type { Run } from "./run.ts";

/** The canonical options of a function, and the instance that it belongs to. */
export class Side {
  readonly run: Run;
  readonly instance: ComponentInstance;
  readonly encoding: StringEncoding;
  readonly memory: Memory;
  /** Which type stands behind a type in the text of the instance's component. */
  readonly living: (type: ResourceType) => LivingType;

  constructor(
    parts: Pick<Side, "run" | "instance" | "encoding" | "living"> & {
      readonly memory: WebAssembly.Memory | undefined;
      readonly realloc: Reallocate | undefined;
    },
  ) {
    const { instance, realloc } = parts;
    this.run = parts.run;
    this.instance = instance;
    this.encoding = parts.encoding;
    this.living = parts.living;
    this.memory = new Memory(
      parts.memory,
      realloc &&
        ((old, oldSize, alignment, size) =>
          instance.confined(() => realloc(old, oldSize, alignment, size))),
    );
  }

  /** Lifting from this side. */
  lifting(handles: HandleLifting, lists: "views" | "copies"): Lifting {
    const { memory, encoding } = this;
    const { layouts, allowance } = this.run;
    return new Lifting({ memory, encoding, layouts, allowance, handles, lists });
  }

  /**
   * Lowering to this side.
   *
   * @param source the encoding of the side that strings come from
   */
  lowering(handles: HandleLowering, source: StringEncoding = this.encoding): Lowering {
    const { memory, encoding } = this;
    return new Lowering({ memory, encoding, source, layouts: this.run.layouts, handles });
  }
}
