/**
 * Completions of bash.
 *
 * @module
 */

import { type Option, OPTIONS } from "../options.ts";
import { type Subcommand, SUBCOMMANDS } from "../subcommands.ts";

/**
 * The script. Words before the module are completed as options; behind it, as files, since they belong
 * to the program.
 */
export function bash(): string {
  return `# Completions of sluice for bash.
_sluice() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} i=1 command=run
  COMPREPLY=()
  # An = is a word of its own to bash.
  if [[ $word == "=" ]]; then word=; elif [[ $previous == "=" ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case \${COMP_WORDS[1]} in
    ${
    SUBCOMMANDS.map(({ name }) => name).join(" | ")
  }) ((COMP_CWORD > 1)) && command=\${COMP_WORDS[1]} && i=2 ;;
  esac
  # Whether the module stands before this word.
  for (( ; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${valued().join(" | ")})
        [[ \${COMP_WORDS[i + 1]} == "=" ]] && ((i++)); ((i++)) ;;
      -?*) ;;
      *) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
  done
  case $previous in
${values().join("\n")}
  esac
  case $command in
${SUBCOMMANDS.map(commandCase).join("\n")}
  esac
  ((COMP_CWORD == 1)) && COMPREPLY+=($(compgen -W "${
    SUBCOMMANDS.map(({ name }) => name).join(" ")
  }" -- "$word"))
}
complete -o filenames -o bashdefault -F _sluice sluice`;
}

/** The options of all commands, each once. */
function all(): Option[] {
  const byName = new Map(
    [...OPTIONS, ...SUBCOMMANDS.flatMap(({ options }) => options)].map((one) => [one.name, one]),
  );
  return [...byName.values()];
}

/** Whether the next word is its value. */
function isValued({ value, optional }: Option): boolean {
  return value !== undefined && !optional;
}

function valued(): string[] {
  return all().filter(isValued).map(({ name }) => `--${name}`);
}

function values(): string[] {
  return all().filter(isValued).map(({ name, completes }) =>
    `    --${name}) ${generated(completes)}return ;;`
  );
}

function commandCase({ name, options, completes }: Subcommand): string {
  const words = options.map((one) => `--${one.name}`).join(" ");
  return `    ${name})
      if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "${words}" -- "$word")); return; fi
      ${generated(completes)};;`;
}

function generated(completes: Option["completes"]): string {
  if (completes === undefined) return "";
  const what = completes === "files"
    ? "-f"
    : completes === "directories"
    ? "-d"
    : `-W "${completes.join(" ")}"`;
  return `COMPREPLY=($(compgen ${what} -- "$word")); `;
}
