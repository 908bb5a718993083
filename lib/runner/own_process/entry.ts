/**
 * The program that a guest's own process runs: it reads what to run, runs it behind the walls, and says
 * how that ended. Then it is of no use any more, and is ended.
 *
 * @module
 */

import { SluiceError } from "../../errors.ts";
import type { Channel } from "../../host/child/channel.ts";
import { openChannel } from "../../host/child/open_channel.ts";
import { hasKernelHost } from "../../host/select_host.ts";
import { bug } from "../execute.ts";
import { runAlone } from "../run.ts";
import { encodeMessage, type Message } from "./messages.ts";
import { readRequest, type Request } from "./request.ts";

if (import.meta.main) await serve(await openChannel());

/** Runs what the channel asks for, and answers on it. */
export async function serve(channel: Channel): Promise<void> {
  const say = (message: Message) => channel.write(encodeMessage(message));
  const request = readRequest((into) => channel.read(into));
  say({ kind: "begun" });
  const body = async () => say(await answer(request, channel, say));
  const timeout = request.options.limits?.timeout;
  // Without the C library the other process alone ends this one in time.
  if (timeout === undefined || !hasKernelHost()) return await body();
  const { runInTime } = await import("../in_time.ts");
  await runInTime(timeout, (message) => message, () => body().then(() => 0));
}

async function answer(
  { path, module, input, options, told, process: { isolation } }: Request,
  { standardError }: Channel,
  say: (message: Message) => void,
): Promise<Message> {
  try {
    const { status, ended, message, hint, results, printed } = await runAlone(path ?? module!, {
      ...options,
      ...input !== undefined && { stdin: input },
      onWarning: (message) => say({ kind: "warning", message }),
      ...told.includes("trace") && { trace: (record) => say({ kind: "trace", record }) },
      ...told.includes("audit") && { audit: (record) => say({ kind: "audit", record }) },
    }, {
      isolation,
      standardError,
      heap: options.limits?.maxMemory === undefined ? undefined : "limited",
    });
    return {
      kind: "outcome",
      outcome: {
        status,
        ended,
        ...message !== undefined && { message },
        ...hint !== undefined && { hint },
        ...results !== undefined && { results },
        ...printed !== undefined && { printed },
      },
    };
  } catch (error) {
    const { status, message, hint } = error instanceof SluiceError ? error : bug(error);
    return { kind: "refusal", refusal: { status, message, hint } };
  }
}
