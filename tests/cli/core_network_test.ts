/**
 * Grants of the network to core modules, which make no sockets.
 *
 * @module
 */
import { testRows } from "./rows.ts";

const NO_USE = /^--allow-\w+ \S+ is of no use to a core module, which makes no sockets$/;
const STREAM = /: --stream peer=tcp:db\.internal:5432$/;

testRows("a core module that is granted the network", [
  {
    name: "is refused, with the stream that it can have",
    words: ["--allow-outbound", "tcp://db.internal:5432", "exit.wasm"],
    status: 2,
    error: NO_USE,
    hint: /^--stream peer=tcp:db\.internal:5432$/,
  },
  {
    name: "as a listener",
    words: ["--allow-inbound", "tcp://localhost:8080", "exit.wasm"],
    status: 2,
    error: NO_USE,
    hint: /^--stream server=listen:localhost:8080$/,
  },
  {
    name: "where no stream is the same",
    words: ["--allow-resolve", "example.com", "exit.wasm"],
    status: 2,
    error: NO_USE,
    hint: /^--stream NAME=tcp:HOST:PORT, or NAME=listen:HOST:PORT$/,
  },
  {
    name: "is warned where a file of grants says so, which is for other programs, too",
    words: ["--grants", "network.json", "exit.wasm", "3"],
    status: 3,
    stdout: "before\n",
    warning: STREAM,
  },
  {
    name: "is refused where the command line adds to the file",
    words: ["--grants", "network.json", "--allow-outbound", "udp://127.0.0.1:53", "exit.wasm"],
    status: 2,
    error: NO_USE,
  },
], {
  once: true,
  prepare: (place) =>
    place.write(
      "network.json",
      '{ "allow-outbound": ["tcp://db.internal:5432"], "allow-resolve": ["*"] }',
    ),
});
