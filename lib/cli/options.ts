/**
 * The options of the command, as data.
 *
 * @module
 */

/** How an option is given. */
export interface Option {
  readonly name: string;
  /** What stands for its value in the usage; without one it is a switch. */
  readonly value?: string;
  /** Whether its value can be left out, and is given behind `=` alone. */
  readonly optional?: true;
  /** Whether it may be given more than once. */
  readonly repeatable?: boolean;
  /** What completes its value: names of files or directories, or these words. */
  readonly completes?: "files" | "directories" | readonly string[];
  readonly help: string;
}

/** The options of `run`, in the order of the usage. */
export const OPTIONS: readonly Option[] = [
  {
    name: "dir",
    value: "HOST[::GUEST[::RIGHTS]]",
    repeatable: true,
    completes: "directories",
    help: "grant a directory; RIGHTS: rw (default), ro, or names such as fd_read+path_open",
  },
  {
    name: "env",
    value: "NAME[=VALUE]",
    repeatable: true,
    help: "set a variable, or pass the host's on",
  },
  { name: "inherit-env", help: "pass the host's whole environment on" },
  {
    name: "stdin",
    value: "SPEC",
    completes: ["inherit", "null", "file:", "fd:", "tcp:"],
    help: "inherit (default), null, file:PATH, fd:N or tcp:HOST:PORT",
  },
  {
    name: "stdout",
    value: "SPEC",
    completes: ["inherit", "null", "file:", "append:", "fd:", "tcp:"],
    help: "inherit (default), null, file:PATH, append:PATH, fd:N or tcp:HOST:PORT",
  },
  {
    name: "stderr",
    value: "SPEC",
    completes: ["inherit", "null", "file:", "append:", "fd:", "tcp:"],
    help: "as for --stdout",
  },
  {
    name: "stream",
    value: "NAME=SPEC",
    repeatable: true,
    help: "grant a stream: null, file:PATH, append:PATH, fd:N, tcp:HOST:PORT, listen:HOST:PORT",
  },
  {
    name: "allow-outbound",
    value: "SPEC",
    repeatable: true,
    help: "let a component reach tcp://example.com:443, udp://*:53 or tcp://[::1]:8000-8080",
  },
  {
    name: "allow-inbound",
    value: "SPEC",
    repeatable: true,
    help: "let a component listen on tcp://localhost:8080; port 0: any that is free",
  },
  {
    name: "allow-resolve",
    value: "NAME",
    repeatable: true,
    help: "let a component ask for the addresses of example.com, *.example.com or *",
  },
  {
    name: "grants",
    value: "FILE",
    completes: "files",
    help: "read options from a file of JSON with comments; others may narrow what it grants",
  },
  { name: "argv0", value: "NAME", help: "argv[0]; the module's base name by default" },
  {
    name: "invoke",
    value: "NAME",
    help: "call this export with ARGS, of a component NAME(...), and print what it answers",
  },
  {
    name: "timeout",
    value: "DURATION",
    help: "end the program after 500ms, 2s or 1m, whatever it does",
  },
  {
    name: "max-memory",
    value: "SIZE",
    help: "let its memories grow to 64MiB together, and its tables",
  },
  {
    name: "max-handles",
    value: "N",
    help: "let it have so many handles at once; 1024 by default",
  },
  {
    name: "isolation",
    value: "strict|basic",
    completes: ["strict", "basic"],
    help: "with a wall of the kernel or without; strict where it can be, by default",
  },
  {
    name: "trace",
    value: "FILE",
    optional: true,
    help: "tell of each call that the program makes, on standard error or in FILE",
  },
  {
    name: "trace-format",
    value: "text|json",
    completes: ["text", "json"],
    help: "text (default), or a line of JSON each",
  },
  {
    name: "audit",
    value: "FILE",
    completes: "files",
    help: "write down each use and each refusal of a grant, once, as lines of JSON",
  },
  { name: "explain", help: "print what the program would be given, and end" },
  { name: "json", help: "with --explain: print it as JSON" },
  { name: "help", help: "print this, and end" },
  { name: "version", help: "print the version, and end" },
];

/** The options of `inspect`. */
export const INSPECT_OPTIONS: readonly Option[] = [
  {
    name: "from-audit",
    value: "FILE",
    completes: "files",
    help: "print the least that a run needed, from what --audit FILE has written",
  },
  { name: "json", help: "print JSON" },
  { name: "help", help: "print this, and end" },
];

/** The options of `completions`. */
export const COMPLETIONS_OPTIONS: readonly Option[] = [
  { name: "help", help: "print this, and end" },
];
