import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Event, Pollable } from "../../../../../lib/abi/preview2/io/poll.ts";
import { Suspend } from "../../../../../lib/component/host_interface.ts";
import { Trap } from "../../../../../lib/errors.ts";
import type { Wait } from "../../../../../lib/io/wait.ts";
import { ScriptedStream } from "../../../doubles/fake_node.ts";
import { FakeClock } from "../../../doubles/fake_guest.ts";
import { afterWaits, callsOf, contextOf } from "../../../doubles/preview2.ts";

/** A stream as something to wait for, and what makes it ready. */
function streamEvent(): [pollable: Pollable, happen: () => void] {
  const stream = new ScriptedStream();
  const source = stream.subscribe();
  const event: Event = { hasHappened: () => source.state().ready, sources: [source] };
  const happen = () => void (stream.readiness = { ready: true, bytes: 0, hangup: false });
  return [new Pollable(event), happen];
}

Deno.test("poll() answers the places of what has happened", () => {
  const [[never], [early, happen]] = [streamEvent(), streamEvent()];
  happen();
  const poll = callsOf("io/poll", contextOf());
  assertEquals(poll("poll", [never, early, never, early]), [1, 3]);
});

Deno.test("poll() traps when it is given nothing, or far too much", () => {
  const poll = callsOf("io/poll", contextOf());
  assertThrows(() => poll("poll", []), Trap, "nothing");
  assertThrows(() => poll("poll", new Array(2 ** 20 + 1).fill(streamEvent()[0])), Trap, "too much");
});

Deno.test("poll() waits for streams, and for the nearest moment", () => {
  const clock = new FakeClock(1000n);
  const context = contextOf({ clocks: () => ({ realtime: clock, monotonic: clock }) });
  const subscribe = callsOf("clocks/monotonic-clock", context);
  const moments = [subscribe("subscribe-duration", 700n), subscribe("subscribe-instant", 1500n)];
  const [stream, happen] = streamEvent();
  const waits: Wait[] = [];
  const poll = callsOf("io/poll", context);
  const answer = afterWaits(poll("poll", [...moments, stream]), (wait) => {
    waits.push(wait);
    if (waits.length === 1) clock.time += 100n;
    else happen();
  });
  assertEquals(answer, [2]);
  assertEquals(waits.map(({ pollables, timeout }) => [pollables.length, timeout]), [
    [1, 500n],
    [1, 400n],
  ]);
});

Deno.test("poll() gives way where the thread is shared and only moments have come", () => {
  const context = contextOf({ shared: true });
  const now = callsOf("clocks/monotonic-clock", context)("subscribe-duration", 0n);
  const [stream, happen] = streamEvent();
  const poll = callsOf("io/poll", context);
  const answer = poll("poll", [stream, now]);
  assert(answer instanceof Suspend);
  happen();
  assertEquals(answer.retry(), [0, 1]);
  // What has come on a stream needs no turn of the others.
  assertEquals(poll("poll", [stream, now]), [0, 1]);
});

Deno.test("poll() gives way now and then where it finds again and again what has come", () => {
  const [[early, happen], [late, happenLater]] = [streamEvent(), streamEvent()];
  happen();
  const poll = callsOf("io/poll", contextOf({ shared: true }));
  let polls = 1;
  let answer = poll("poll", [early, late]);
  for (; !(answer instanceof Suspend); polls++) {
    assertEquals(answer, [0]);
    assert(polls < 100, "the others in the thread never get a turn");
    answer = poll("poll", [early, late]);
  }
  assertEquals((answer.wait as Wait).timeout, 0n);
  happenLater();
  assertEquals(answer.retry(), [0, 1]);
  const alone = callsOf("io/poll", contextOf());
  for (let i = 0; i < 100; i++) assertEquals(alone("poll", [early, late]), [0, 1]);
});

Deno.test("pollable.ready() does not wait, and gives way where the thread is shared", () => {
  const [pollable, happen] = streamEvent();
  const alone = callsOf("io/poll", contextOf());
  assertEquals(alone("[method]pollable.ready", pollable), false);
  const shared = callsOf("io/poll", contextOf({ shared: true }));
  const timeouts: (bigint | undefined)[] = [];
  const ready = () =>
    afterWaits(
      shared("[method]pollable.ready", pollable),
      ({ timeout }) => void timeouts.push(timeout),
    );
  assertEquals(ready(), false);
  assertEquals(timeouts, [0n]);
  happen();
  assertEquals(ready(), true);
  assertEquals(timeouts, [0n]);
});

Deno.test("pollable.block() waits until it has happened", () => {
  const [pollable, happen] = streamEvent();
  const answer = callsOf("io/poll", contextOf())("[method]pollable.block", pollable);
  assert(answer instanceof Suspend);
  let waits = 0;
  assertEquals(afterWaits(answer, () => ++waits === 3 && happen()), undefined);
  assertEquals(waits, 3);
});

Deno.test("poll() waits once for what it is given often", () => {
  const [[one], [other, happen]] = [streamEvent(), streamEvent()];
  const poll = callsOf("io/poll", contextOf());
  const often = Array.from({ length: 3000 }, (_, at) => at % 2 === 0 ? one : other);
  const answer = afterWaits(poll("poll", often), ({ pollables }) => {
    assertEquals(pollables.length, 2);
    happen();
  });
  assertEquals((answer as number[]).length, 1500);
});
