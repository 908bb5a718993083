/**
 * The command line of Sluice.
 *
 * @module
 */

import { command } from "./lib/cli/command.ts";

if (import.meta.main) Deno.exit(await command(Deno.args));
