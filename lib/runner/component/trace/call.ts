/**
 * Calls of a component, and what comes of them.
 *
 * @module
 */

import type { SocketAddress } from "../../../sockets/socket_address.ts";
import type { Operation } from "../../audit/records.ts";
import type { RefusedCall, UsedGrant } from "../../observation/guest_call.ts";
import type { Arguments, FunctionFacts } from "./functions.ts";
import type { Origin } from "./known_resources.ts";

/** A call that is made. */
export interface MadeCall {
  /** The function's name in its interface. */
  readonly name: string;
  readonly facts: FunctionFacts;
  readonly args: Arguments;
  /** The resources that it was passed, in turn. */
  readonly resources: readonly object[];
  /** What it does with the grant of each, in turn. */
  readonly operations: readonly Operation[];
  /** The addresses that it is about; undefined for the one that its socket has. */
  readonly addresses: readonly (SocketAddress | undefined)[];
}

/** How a call ended. */
export interface Outcome {
  readonly isOk: boolean;
  /** `ok`, or the name of what it failed with. */
  readonly result: string;
  /** What it answered, or what its failure carries. */
  readonly value: unknown;
}

/** What comes of a call. */
export interface Consequences {
  readonly grants: readonly UsedGrant[];
  readonly refusal: RefusedCall | undefined;
  /** Where the resources come from that it answers, by their places among these. */
  readonly originOf: (place: number) => Origin;
}
