/**
 * What the command can do, as data: for its help and for the completions of shells.
 *
 * @module
 */

import { COMPLETIONS_OPTIONS, INSPECT_OPTIONS, type Option, OPTIONS } from "./options.ts";

/** A thing that the command can do. */
export interface Subcommand {
  readonly name: string;
  /** How it is called. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What its words mean, and what else is to be known. */
  readonly about: string;
  readonly options: readonly Option[];
  /** What its words are completed with. */
  readonly completes: "files" | readonly string[];
  /** Command lines to start from. */
  readonly examples: readonly string[];
}

/** The shells for which there are completions. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** All of them; the first is meant where none is named. */
export const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: "run",
    usage: "sluice [run] [OPTIONS] MODULE [ARGS...]",
    summary: "run a WebAssembly program that gets what is granted, and nothing else",
    about: `MODULE is a file (of text, where its name ends in .wat), - for standard input, or
https://HOST/PATH#sha256=HEX. What follows it belongs to the program.`,
    options: OPTIONS,
    completes: "files",
    examples: [
      `sluice --dir ./data::/data::ro python.wasm -c 'print(open("/data/x").read())'`,
      "sluice --env LANG=C --stdout file:out.txt tool.wasm --flag",
      "sluice --grants policy.json --timeout 10s --max-memory 64MiB tool.wasm",
    ],
  },
  {
    name: "inspect",
    usage: "sluice inspect [OPTIONS] MODULE | --from-audit FILE [MODULE]",
    summary: "say what a module is, what it wants, and which options would give it that",
    about: "Nothing of MODULE is run.",
    options: INSPECT_OPTIONS,
    completes: "files",
    examples: [
      "sluice inspect tool.wasm",
      "sluice inspect --json tool.wasm",
      "sluice --dir . --audit seen tool.wasm; sluice inspect --from-audit seen tool.wasm",
    ],
  },
  {
    name: "completions",
    usage: `sluice completions ${SHELLS.join("|")}`,
    summary: "print what lets a shell complete these words",
    about: "Each shell reads it in its own way.",
    options: COMPLETIONS_OPTIONS,
    completes: SHELLS,
    examples: [
      `source <(sluice completions bash)     # in ~/.bashrc`,
      `source <(sluice completions zsh)      # in ~/.zshrc, behind compinit`,
      `sluice completions fish > ~/.config/fish/completions/sluice.fish`,
    ],
  },
  {
    name: "help",
    usage: "sluice help [COMMAND]",
    summary: "say how a command is called",
    about: "COMMAND --help says the same.",
    options: [],
    completes: ["run", "inspect", "completions"],
    examples: ["sluice help inspect"],
  },
];
