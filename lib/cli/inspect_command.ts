/**
 * `sluice inspect`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { formatSize } from "../grants/size.ts";
import { CAPABILITIES } from "../runner/inspect/import_capabilities.ts";
import {
  type ComponentInspection,
  type FunctionType,
  inspect,
  type Inspection,
  type ModuleInspection,
} from "../runner/inspect/inspect.ts";
import { parseArguments } from "./arguments.ts";
import { toned } from "./colours.ts";
import { jsonText } from "./json_text.ts";
import { escaped, print } from "./messages.ts";
import { withModuleHint } from "./module_hints.ts";
import { INSPECT_OPTIONS } from "./options.ts";
import { commandLine } from "../grants/option_words.ts";
import { printUsageOf } from "./help_command.ts";
import { formatTable } from "./table.ts";

/** As many imports of one kind that Sluice does not provide as are told by name. */
const MOST_FOREIGN = 20;

/** Characters of a line of imports. */
const WIDTH = 80;

/**
 * Prints what a module is.
 *
 * @param words the command line behind `inspect`
 * @returns the exit status
 */
export async function inspectCommand(words: readonly string[]): Promise<number> {
  const { options, module, args } = await parseArguments(words, INSPECT_OPTIONS);
  if (options.has("help")) return printUsageOf("inspect");
  const audit = options.get("from-audit")?.[0];
  if (module === undefined && audit === undefined) {
    throw new SluiceError(2, "no module is given", { hint: "sluice inspect [OPTIONS] MODULE" });
  }
  if (args.length > 0) {
    throw new SluiceError(2, `inspect takes one module, and ${args[0]} follows it`, {
      hint: commandLine(["sluice", "inspect", ...words.slice(0, -args.length)]),
    });
  }
  if (audit !== undefined) {
    const { leastCommand } = await import("./least_command.ts");
    print(leastCommand(audit, module === undefined ? ["MODULE"] : asModule(module), options));
    return 0;
  }
  const inspection = await inspectNamed(module!, words);
  const command = commandLine(["sluice", ...inspection.options, ...asModule(module!)]);
  print(options.has("json") ? json(inspection, command) : text(inspection, command));
  return 0;
}

async function inspectNamed(module: string, words: readonly string[]): Promise<Inspection> {
  try {
    return await inspect(module);
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    throw withModuleHint(error, ["inspect", ...words], words.length);
  }
}

/** A module whose name looks like an option or a command of ours stands behind `--`. */
function asModule(module: string): string[] {
  return /^-.|^(run|inspect|completions|help)$/.test(module) ? ["--", module] : [module];
}

function json(inspection: Inspection, command: string): string {
  const isRunnable = inspection.problem === undefined;
  return jsonText({ ...inspection, ...(isRunnable && { command }) }, 2);
}

function text(inspection: Inspection, command: string): string {
  return inspection.kind === "component"
    ? textOfComponent(inspection, command)
    : textOfModule(inspection, command);
}

/** Its world says what it imports and exports. */
function textOfComponent(inspection: ComponentInspection, command: string): string {
  const { kind, size, wit, options, imports, problem } = inspection;
  const hasEnvironment = imports.some(({ functions = [] }) =>
    functions.some(({ name }) => name === "get-environment")
  );
  return [
    `${heading("kind")} ${kind}`,
    `${heading("size")} ${size} bytes`,
    "",
    escapedLines(wit.trimEnd()),
    "",
    runText(problem, command),
    ...notes(options, hasEnvironment),
    ...options.includes("--allow-outbound")
      ? [note("* is all but this machine; --allow-outbound tcp://example.com:443 is one address")]
      : [],
    ...options.includes("--allow-inbound")
      ? [note("* is every address of this machine; --allow-inbound tcp://localhost:8080 is one")]
      : [],
  ].join("\n");
}

function escapedLines(text: string): string {
  return text.split("\n").map(escaped).join("\n");
}

function heading(name: string): string {
  return toned("heading", `${name}:`, "stdout");
}

function textOfModule(inspection: ModuleInspection, command: string): string {
  const { kind, size, features, featuresComplete, problem, options, imports } = inspection;
  const has = (capability: string) => imports.some((one) => one.capability === capability);
  const used = features.length === 0 ? "none beyond the first version" : features.join(", ");
  return [
    `${heading("kind")} ${kind}`,
    `${heading("size")} ${size} bytes`,
    `${heading("features")} ${used}${featuresComplete ? "" : ", and what is not known here"}`,
    ...table(["memory", "minimum", "maximum", "addresses", "shared"], memoryRows(inspection)),
    ...table(["export", "kind", "type"], exportRows(inspection)),
    ...table(["capability", "imports"], importRows(inspection)),
    "",
    runText(problem, command),
    ...notes(options, has("environment")),
    ...has("sockets") ? [note("--stream NAME=listen:HOST:PORT gives it a listener")] : [],
  ].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ["", formatTable(head, rows)];
}

function memoryRows({ memories }: ModuleInspection): string[][] {
  return memories.map(({ minimum, maximum, addresses, shared }, i) => [
    `${i}`,
    formatSize(minimum),
    maximum === undefined ? "none" : formatSize(maximum),
    addresses,
    shared ? "yes" : "no",
  ]);
}

function exportRows({ exports }: ModuleInspection): string[][] {
  return exports.map(({ name, kind, type }) => [name, kind, inWords(type)]);
}

function inWords(type: FunctionType | undefined): string {
  return type === undefined
    ? ""
    : `(${type.parameters.join(", ")}) -> (${type.results.join(", ")})`;
}

function importRows({ imports }: ModuleInspection): string[][] {
  return CAPABILITIES.flatMap((capability) => {
    const names = imports.filter((one) => one.capability === capability)
      .map(({ module, name }) => capability === "foreign" ? `${module}.${name}` : name);
    if (names.length === 0) return [];
    const shown = capability === "foreign" ? names.slice(0, MOST_FOREIGN) : names;
    const rest = names.length - shown.length;
    const lines = wrapped([...shown, ...rest > 0 ? [`and ${rest} more`] : []]);
    return lines.map((line, i) => [i === 0 ? capability : "", line]);
  });
}

/** Words in lines that fit a terminal beside the first column. */
function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function runText(problem: string | undefined, command: string): string {
  return problem === undefined
    ? `${heading("to run it")} ${escaped(command)}`
    : `${heading("cannot be run")} ${escaped(problem)}`;
}

/** What imports alone do not tell. */
function notes(options: readonly string[], hasEnvironment: boolean): string[] {
  return [
    ...options.some((word) => word.endsWith("::ro"))
      ? [note("a program that also writes files needs --dir .::/")]
      : [],
    ...hasEnvironment ? [note("--env NAME=VALUE gives it a variable")] : [],
  ];
}

function note(text: string): string {
  return `${heading("note")} ${text}`;
}
