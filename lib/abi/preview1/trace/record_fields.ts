/**
 * Parameters that are records of preview1, or differ between its two versions.
 *
 * @module
 */

import { EVENTTYPE_CLOCK } from "../constants.ts";
import type { Subscription } from "../records.ts";
import type { Field, Surroundings } from "./field.ts";
import {
  CLOCKS,
  EVENTTYPES,
  FDFLAGS,
  FILETYPES,
  flagNames,
  nameIn,
  RIGHTS,
  SUBCLOCKFLAGS,
} from "./names.ts";
import { integer, type TraceValue } from "./value.ts";

/** As many subscriptions as are told of. */
const MOST_SUBSCRIPTIONS = 16;

/** Where an fdstat is stored. */
export function fdstat(name: string): Field {
  return {
    name,
    takes: "i",
    result({ memory }, pointer) {
      const view = memory.view(Number(pointer), 24, 8);
      const at = Number(pointer) >>> 0;
      return {
        filetype: nameIn(FILETYPES, view.getUint8(at)),
        flags: flagNames(FDFLAGS, BigInt(view.getUint16(at + 2, true))),
        rights: flagNames(RIGHTS, view.getBigUint64(at + 8, true)),
      };
    },
  };
}

/** Where a filestat is stored. */
export function filestat(name: string): Field {
  return {
    name,
    takes: "i",
    result({ memory, layouts }, pointer) {
      const view = memory.view(Number(pointer), layouts.filestatSize, 8);
      const at = Number(pointer) >>> 0;
      return {
        filetype: nameIn(FILETYPES, view.getUint8(at + 16)),
        size: integer(view.getBigUint64(at + layouts.fileSizeOffset, true)),
      };
    },
  };
}

/** What a seek counts from. */
export function whence(name: string): Field {
  return {
    name,
    takes: "i",
    argument: ({ layouts }, value) => nameIn(layouts.whence, Number(value) >>> 0),
  };
}

/** Subscriptions, where their events are stored, and how many there are. */
export function subscriptions(name: string): Field {
  return {
    name,
    takes: "iii",
    argument(around, pointer, _events, given) {
      const count = Number(given) >>> 0;
      const { memory, layouts } = around;
      const told = Array.from({ length: Math.min(count, MOST_SUBSCRIPTIONS) }, (_, i) => {
        const at = (Number(pointer) >>> 0) + i * layouts.subscriptionSize;
        return subscription(around, layouts.readSubscription(memory, at));
      });
      return count > told.length ? [...told, `${count - told.length} more`] : told;
    },
  };
}

function subscription(around: Surroundings, one: Subscription): TraceValue {
  const type = nameIn(EVENTTYPES, one.type);
  if (one.type !== EVENTTYPE_CLOCK) return { type, fd: around.handle(one.fd) };
  return {
    type,
    id: nameIn(CLOCKS, one.clock),
    timeout: integer(one.timeout),
    flags: flagNames(SUBCLOCKFLAGS, BigInt(one.flags)),
  };
}
