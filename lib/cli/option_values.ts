/**
 * What the values of options mean, for options whose values can be compared.
 *
 * @module
 */

import { parseCount } from "../grants/count.ts";
import { parseDirectoryGrant } from "../grants/directory.ts";
import { parseDuration } from "../grants/duration.ts";
import { parseEnvironmentGrant } from "../grants/environment.ts";
import { allowInbound, allowOutbound, allowResolve } from "../grants/network.ts";
import { parseSize } from "../grants/size.ts";
import { parseStreamGrant } from "../grants/stream.ts";
import { parseStreamSpec } from "../grants/stream_spec.ts";
import { parseIsolation } from "../runner/isolation.ts";
import { isWithin } from "../runner/narrower.ts";

/** How the values of an option are read and compared. */
interface OptionValues {
  /** @throws SluiceError status 2 for a value that is malformed */
  readonly check: (text: string) => void;
  /** What the guest knows a value by; the same for all where there can be but one. */
  readonly nameOf: (text: string) => string;
  /** Whether one value gives no more than another of the same name. */
  readonly isNarrower: (inner: string, outer: string) => boolean;
}

/** Options by their names: those of `FILE_OPTIONS`. */
const OPTION_VALUES: Readonly<Record<string, OptionValues>> = {
  "dir": comparing(parseDirectoryGrant, isWithin, ({ guest }) => guest),
  "env": comparing(checkedWith(parseEnvironmentGrant), isSame, nameBefore),
  "inherit-env": comparing((text) => text, isSame),
  "stdin": stream("stdin"),
  "stdout": stream("stdout"),
  "stderr": stream("stderr"),
  "stream": comparing(
    checkedWith(parseStreamGrant),
    (inner, outer) => inner === outer || /^[^=]*=null$/.test(inner),
    nameBefore,
  ),
  "allow-outbound": comparing(checkedWith(allowOutbound), isSame, (text) => text),
  "allow-inbound": comparing(checkedWith(allowInbound), isSame, (text) => text),
  "allow-resolve": comparing(checkedWith(allowResolve), isSame, (text) => text),
  "timeout": atMost((text) => parseDuration("--timeout", text)),
  "max-memory": atMost((text) => parseSize("--max-memory", text)),
  "max-handles": atMost((text) => parseCount("--max-handles", text)),
  "isolation": comparing(
    parseIsolation,
    (inner, outer) => inner === outer || inner === "strict",
  ),
};

/** How the values of an option of `FILE_OPTIONS` are read and compared. */
export function valuesOf(option: string): OptionValues {
  const found = OPTION_VALUES[option];
  if (found === undefined) throw new Error(`nothing reads --${option}`);
  return found;
}

function comparing<Value>(
  parse: (text: string) => Value,
  isNarrower: (inner: Value, outer: Value) => boolean,
  nameOf: (value: Value) => string = () => "",
): OptionValues {
  return {
    check: parse,
    nameOf: (text) => nameOf(parse(text)),
    isNarrower: (inner, outer) => isNarrower(parse(inner), parse(outer)),
  };
}

function atMost(parse: (text: string) => number): OptionValues {
  return comparing(parse, (inner, outer) => inner <= outer);
}

/** A stream is either the same or nothing. */
function stream(name: string): OptionValues {
  const parse = checkedWith((text) => parseStreamSpec(`--${name}`, text));
  return comparing(parse, (inner, outer) => inner === outer || inner === "null");
}

function checkedWith(check: (text: string) => unknown): (text: string) => string {
  return (text) => {
    check(text);
    return text;
  };
}

/** What stands before the first `=`. */
function nameBefore(text: string): string {
  return text.split("=")[0]!;
}

function isSame(inner: string, outer: string): boolean {
  return inner === outer;
}
