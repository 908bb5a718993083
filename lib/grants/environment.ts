/**
 * The grammar of environment grants: `NAME=VALUE` and `NAME`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { EnvironmentGrant, InheritedEnvironmentGrant } from "./grant.ts";

/**
 * Grants environment variables.
 *
 * Corresponds to environ(7); unlike it, nothing of the host's own environment is in it.
 *
 * @param variables values by name
 * @returns the grant, as data
 * @throws SluiceError status 2 for a name that is empty or has `=` or NUL in it, or a value with NUL
 *
 * @example
 * ```ts
 * import { env } from "@sluice/sluice";
 *
 * const locale = env({ LANG: "C", TZ: "UTC" });
 * ```
 */
export function env(variables: Readonly<Record<string, string>>): EnvironmentGrant {
  for (const [name, value] of Object.entries(variables)) {
    checkName(name);
    if (value.includes("\0")) {
      throw new SluiceError(2, `the environment variable ${name} has a NUL character in it`);
    }
  }
  return { kind: "environment", variables };
}

/**
 * Passes on variables of the host's environment, all of them or those named.
 *
 * Corresponds to environ(7). A variable that is granted by its value wins over the whole
 * environment.
 *
 * @param names the variables; without them, all
 * @returns the grant, as data: the environment is read when a run starts
 * @throws SluiceError status 2 for a name that is empty or has `=` or NUL in it
 *
 * @example
 * ```ts
 * import { inheritEnv } from "@sluice/sluice";
 *
 * const locale = inheritEnv("LANG", "TZ");
 * ```
 */
export function inheritEnv(...names: readonly string[]): InheritedEnvironmentGrant {
  for (const name of names) checkName(name);
  return { kind: "inherited-environment", names: names.length > 0 ? names : "all" };
}

/**
 * Reads an environment grant as the command line has it: `NAME=VALUE`, or `NAME` to pass it on.
 *
 * @throws SluiceError status 2 when it is malformed
 */
export function parseEnvironmentGrant(text: string): EnvironmentGrant | InheritedEnvironmentGrant {
  const equals = text.indexOf("=");
  if (equals === 0 || text === "") {
    throw new SluiceError(2, `--env ${text} has no variable name`, { hint: "--env NAME=VALUE" });
  }
  if (equals < 0) return inheritEnv(text);
  return env({ [text.slice(0, equals)]: text.slice(equals + 1) });
}

function checkName(name: string): void {
  if (name === "") throw new SluiceError(2, "an environment variable has no name");
  if (name.includes("=")) throw new SluiceError(2, `the variable name ${name} has = in it`);
  if (name.includes("\0")) {
    throw new SluiceError(2, "the name of an environment variable has a NUL character in it");
  }
}
