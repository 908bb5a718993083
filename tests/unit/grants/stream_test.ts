import { assertEquals } from "@std/assert";
import type { StreamSpec } from "../../../lib/grants/grant.ts";
import { parseStreamGrant, stream } from "../../../lib/grants/stream.ts";
import { refusalOf } from "../outcome.ts";

Deno.test("parseStreamGrant() takes everything before the first = for the name", () => {
  const rows: readonly [text: string, name: string, spec: StreamSpec][] = [
    ["web=listen:127.0.0.1:80", "web", { kind: "listen", host: "127.0.0.1", port: 80 }],
    ["a b=null", "a b", { kind: "null" }],
    ["x=file:a=b", "x", { kind: "file", path: "a=b" }],
    ["db=tcp:[::1]:5432", "db", { kind: "tcp", host: "::1", port: 5432 }],
    ["3=fd:3", "3", { kind: "fd", number: 3 }],
    [`${"n".repeat(255)}=null`, "n".repeat(255), { kind: "null" }],
  ];
  for (const [text, name, spec] of rows) {
    assertEquals(parseStreamGrant(text), { kind: "stream", name, spec }, text);
  }
});

Deno.test("parseStreamGrant() refuses with status 2 what has no name or is no stream", () => {
  const rows: readonly [text: string, message: RegExp, hint: RegExp][] = [
    ["null", /^--stream null has no name$/, /^--stream NAME=null$/],
    ["=null", /has no usable name$/, /such as web$/],
    ["a:b=null", /has no usable name$/, /without a colon/],
    [" a=null", /has no usable name$/, /such as web$/],
    ["a\nb=null", /has no usable name$/, /such as web$/],
    ["é=null", /has no usable name$/, /ASCII/],
    [`${"n".repeat(256)}=null`, /has no usable name$/, /such as web$/],
    ["x=", /is not a stream$/, /^--stream x=null, file:PATH/],
    ["x=inherit", /^--stream x=inherit is not a stream$/, /fd:N/],
    ["x=fd:", /is not a stream$/, /^--stream x=fd:N$/],
    ["x=fd:-1", /is not a stream$/, /^--stream x=fd:N$/],
    ["x=fd:2147483648", /is not a stream$/, /^--stream x=fd:N$/],
    ["x=TCP:h:1", /is not a stream$/, /^--stream x=tcp:HOST:PORT$/],
    ["x=tcp:h:0", /is not a stream$/, /^--stream x=tcp:HOST:PORT$/],
    ["x=tcp:::1:80", /is not a stream$/, /^--stream x=tcp:\[IPv6\]:PORT or tcp:HOST:PORT$/],
    ["x=listen:8080", /is not a stream$/, /^--stream x=listen:127\.0\.0\.1:8080, /],
    ["x=listen::8080", /is not a stream$/, /^--stream x=listen:127\.0\.0\.1:8080, /],
    ["x=lisen:h:1", /is not a stream$/, /^--stream x=listen:HOST:PORT$/],
    ["x=udp:h:1", /is not a stream$/, /tcp:HOST:PORT/],
  ];
  for (const [text, message, hint] of rows) {
    const refusal = refusalOf(() => parseStreamGrant(text));
    assertEquals(refusal.status, 2, text);
    assertEquals(message.test(refusal.message), true, refusal.message);
    assertEquals(hint.test(refusal.hint ?? ""), true, refusal.hint);
  }
});

Deno.test("stream() refuses data that no command line could have said", () => {
  const specs: readonly StreamSpec[] = [
    { kind: "inherit" },
    { kind: "file", path: "" },
    { kind: "fd", number: -1 },
    { kind: "fd", number: 1.5 },
    { kind: "tcp", host: "a b", port: 1 },
    { kind: "tcp", host: "a", port: NaN },
    { kind: "listen", host: "a", port: 65536 },
    { kind: "listen", host: "1:2", port: 3.5 },
  ];
  for (const spec of specs) {
    assertEquals(refusalOf(() => stream("x", spec)).status, 2, JSON.stringify(spec));
  }
});
