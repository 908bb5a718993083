/**
 * Guests about poll_oneoff.
 *
 * @module
 */
import { IN, type Row } from "../row.ts";

const bytes = new TextEncoder().encode("some input for a guest that reads fifteen bytes at a time");
const echoed = { stdout: `${new TextDecoder().decode(bytes)}ok\n` };

/** The rows. */
export const rows: Row[] = [
  { guest: "poll/clocks" },
  { guest: "poll/clocks", by: "command" },
  { guest: "poll/descriptors", tree: { "in/file": "0123456789" }, dirs: [IN] },
  {
    guest: "poll/idle_input",
    by: "command",
    stdin: "silent",
  },
  { guest: "poll/standard_input", name: "bytes", stdin: bytes, expected: echoed },
  { guest: "poll/standard_input", name: "nothing", stdin: "null" },
  { guest: "poll/standard_input", name: "a pipe", by: "command", stdin: bytes, expected: echoed },
];
