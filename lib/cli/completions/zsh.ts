/**
 * Completions of zsh.
 *
 * @module
 */

import type { Option } from "../options.ts";
import { type Subcommand, SUBCOMMANDS } from "../subcommands.ts";

/** The script: one call of `_arguments` for each command. */
export function zsh(): string {
  const described = SUBCOMMANDS.map(({ name, summary }) => `${name}:${summary}`);
  return `#compdef sluice
# Completions of sluice for zsh.
_sluice() {
  local command=run
  case $words[2] in
    ${SUBCOMMANDS.map(({ name }) => name).join("|")})
      if ((CURRENT > 2)); then command=$words[2]; shift words; ((CURRENT--)); fi ;;
  esac
  case $command in
${SUBCOMMANDS.map(commandCase).join("\n")}
  esac
  if [[ $command == run ]] && ((CURRENT == 2)); then
    local -a commands=(${described.map(quoted).join(" ")})
    _describe command commands
  fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _sluice "$@"; else compdef _sluice sluice; fi`;
}

function commandCase({ name, options, completes }: Subcommand): string {
  const words = [
    ...options.map((option) => quoted(specificationOf(option))),
    quoted(`1: :${actionOf(completes)}`),
    ...name === "run" ? [quoted("*:: :_default")] : [],
  ];
  return `    ${name})
      _arguments -S -A '-*' \\
        ${words.join(" \\\n        ")} ;;`;
}

/** `*` for an option that may be repeated, its name, its help, and what its value is. */
function specificationOf({ name, value, optional, repeatable, help, completes }: Option): string {
  const start = `${repeatable ? "*" : ""}--${name}`;
  const text = help.replaceAll(/[[\]:]/g, "\\$&");
  if (value === undefined) return `${start}[${text}]`;
  const [behind, colons] = optional ? ["=-", "::"] : ["=", ":"];
  return `${start}${behind}[${text}]${colons}${value.replaceAll(":", "\\:")}:${
    actionOf(completes)
  }`;
}

function actionOf(completes: Option["completes"]): string {
  if (completes === undefined) return " ";
  if (completes === "files") return "_files";
  if (completes === "directories") return "_files -/";
  return `(${completes.map((word) => word.replaceAll(":", "\\:")).join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
