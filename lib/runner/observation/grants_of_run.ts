/**
 * The grants of a run as its calls come by them.
 *
 * @module
 */

import type { Context } from "../../abi/preview1/context.ts";
import type { Description } from "../../abi/preview1/description.ts";
import { optionsOf } from "../../grants/options_of.ts";
import type { HandleGrant } from "../directory_grants.ts";
import { handleGrants } from "./handle_grants.ts";
import type { RunOptions } from "../options.ts";

/** The grants of one run. */
export class GrantsOfRun {
  /** The options that give the environment; none where it is empty. */
  readonly environment: readonly (readonly string[])[];
  /** The guest's names for its first handles, by number. */
  readonly names: readonly string[];
  readonly #context: Context;
  readonly #byRoot = new Map<Description, HandleGrant>();

  /** @param context of a guest that has not begun */
  constructor(context: Context, options: RunOptions) {
    this.#context = context;
    const grants = handleGrants(options);
    this.names = grants.map(({ name }) => name);
    for (const [handle, description] of context.descriptors.entries()) {
      const grant = grants[handle];
      if (grant !== undefined) this.#byRoot.set(description, grant);
    }
    this.environment = context.environ.length === 0
      ? []
      : (options.grants ?? []).flatMap((grant) =>
        grant.kind === "environment" || grant.kind === "inherited-environment"
          ? optionsOf(grant)
          : []
      );
  }

  /** The grant by way of which one of the guest's first handles was come by. */
  of(root: Description | undefined): HandleGrant | undefined {
    return root && this.#byRoot.get(root);
  }

  /** Whether the guest can have no more handles. */
  full(): boolean {
    return this.#context.descriptors.full;
  }

  /** The option that lets it have twice as many. */
  moreHandles(): string[] {
    return ["--max-handles", `${2 * this.#context.descriptors.size}`];
  }
}
