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
  /** Whether it may be given more than once. */
  readonly repeatable?: boolean;
  readonly help: string;
}

/** All of them, in the order of the usage. */
export const OPTIONS: readonly Option[] = [
  {
    name: "dir",
    value: "HOST[::GUEST[::RIGHTS]]",
    repeatable: true,
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
    help: "inherit (default), null, file:PATH, fd:N or tcp:HOST:PORT",
  },
  {
    name: "stdout",
    value: "SPEC",
    help: "inherit (default), null, file:PATH, append:PATH, fd:N or tcp:HOST:PORT",
  },
  { name: "stderr", value: "SPEC", help: "as for --stdout" },
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
  { name: "argv0", value: "NAME", help: "argv[0]; the module's base name by default" },
  {
    name: "invoke",
    value: "NAME",
    help: "call this export with ARGS, and print its results, in place of running a command",
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
    help: "with a wall of the kernel or without; strict where it can be, by default",
  },
  { name: "explain", help: "print the handle table that the grants produce, and end" },
  { name: "help", help: "print this, and end" },
  { name: "version", help: "print the version, and end" },
];
