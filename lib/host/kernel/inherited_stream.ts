/**
 * Descriptors that this process inherited, by their number.
 *
 * @module
 */

import { WasiError } from "../../errors.ts";
import type { StreamNode } from "../../filesystem/node.ts";
import { coldByteCalls } from "../libc/byte_calls.ts";
import { F_GETFD, F_GETFL, FD_CLOEXEC, O_ACCMODE, O_PATH, O_WRONLY } from "../libc/constants.ts";
import { bind, COLD_INT, ColdInt, fail } from "../libc/library.ts";
import { streamCalls } from "../libc/stream_calls.ts";
import { DescriptorStream } from "./descriptor_stream.ts";

/** Standard input, output and error belong to the process. */
const LAST_STANDARD = 2;

const argument = new ColdInt();
const { close } = bind({ close: { parameters: [COLD_INT], result: "i32" } });

/** See {@linkcode Host.inheritedStream}. */
export function inheritedStream(
  number: number,
  { mayBlock }: { readonly mayBlock: boolean },
): StreamNode {
  const descriptorFlags = control(number, F_GETFD);
  // What came through execve(2) has no such flag, and what the runtime opens for itself has it: its
  // queues and wake-up pipes are nothing that anybody could have meant.
  if (number > LAST_STANDARD && (descriptorFlags & FD_CLOEXEC) !== 0) {
    throw new WasiError("bad-descriptor");
  }
  const flags = control(number, F_GETFL);
  if ((flags & O_PATH) !== 0) throw new WasiError("bad-descriptor");
  const mode = flags & O_ACCMODE;
  const stream = new DescriptorStream(number, {
    input: mode !== O_WRONLY,
    output: mode !== 0,
    access: mode === 0 ? "read-only" : "read-write",
    calls: coldByteCalls,
    mayBlock,
    close: () => {
      if (number > LAST_STANDARD) close(argument.of(number));
    },
  });
  if (stream.type === "directory") throw new WasiError("is-directory");
  return stream;
}

function control(number: number, command: number): number {
  const answer = streamCalls.fcntl(argument.of(number), command, 0);
  return answer < 0 ? fail() : answer;
}
