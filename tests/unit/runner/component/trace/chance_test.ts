/**
 * Whether looking on changes what comes of a call, by chance.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { Suspend } from "../../../../../lib/component/host_interface.ts";
import type { ValueType } from "../../../../../lib/component/types.ts";
import { propertyName, type Tagged } from "../../../../../lib/component/values.ts";
import { dir } from "../../../../../lib/grants/directory.ts";
import { allowInbound, allowOutbound, allowResolve } from "../../../../../lib/grants/network.ts";
import { CollectedOutput } from "../../../../../lib/io/collected_output.ts";
import { Chance } from "../../../../attack/chance.ts";
import { FakeDirectory, FakeFile, ScriptedStream } from "../../../doubles/fake_node.ts";
import { ObservedComponent } from "../../../doubles/observed_component.ts";
import type { NamedResource } from "../../../doubles/wit_type.ts";
import { utf8 } from "../../../outcome.ts";

const CALLS = 20_000;
const NUMBERS = [0n, 1n, 5n, 64n, 4096n, 1n << 40n, (1n << 64n) - 1n];
const TEXTS = [
  "",
  "a",
  "a/b",
  "../a",
  "/a",
  "ä",
  "a\0",
  "localhost",
  "127.0.0.1",
  "x".repeat(5000),
];

/** A component, and the resources that it has come by. */
class Twin {
  readonly component: ObservedComponent;
  readonly resources = new Map<string, object[]>();

  constructor() {
    const directory = new FakeDirectory();
    directory.linkText = utf8("target");
    directory.opened = new FakeFile("0123456789");
    const words = ["--dir", "host"];
    const grant = { words, directory: dir("host") };
    this.component = new ObservedComponent({
      context: {
        environment: [["A", "b"]],
        stdin: { stream: new ScriptedStream("abc", 0, "d"), isTerminal: true },
        stdout: { stream: new CollectedOutput(), isTerminal: true },
        preopens: [{ name: "/", directory }],
      },
      beginnings: { "get-directories": [{ name: "/", grant }] },
      environment: [["--env", "A=b"]],
      grants: [allowOutbound("tcp://*:*"), allowInbound("udp://*:*"), allowResolve("*")],
    });
  }

  /** Keeps the resources in an answer. */
  keep(value: unknown, type: ValueType | undefined): void {
    switch (type?.kind) {
      case "own":
        return this.#keep((type.resource as NamedResource).name, value as object);
      case "tuple":
        return type.types.forEach((one, i) => this.keep((value as unknown[])[i], one));
      case "list":
        return Array.from(value as unknown[]).forEach((one) => this.keep(one, type.element));
      case "option":
        return value === undefined ? undefined : this.keep(value, type.some);
      case "result": {
        const { tag, value: carried } = value as Tagged;
        return this.keep(carried, tag === "ok" ? type.ok : undefined);
      }
    }
  }

  #keep(name: string, resource: object): void {
    const known = this.resources.get(name) ?? [];
    known.push(resource);
    this.resources.set(name, known);
  }
}

/** No resource of the type is there. */
class Missing extends Error {}

/** Values by chance, the same for both twins but for their resources. */
function valuesOf(chance: Chance, type: ValueType, twins: readonly Twin[]): unknown[] {
  const parts = (types: readonly ValueType[]) => types.map((one) => valuesOf(chance, one, twins));
  const both = (value: unknown) => twins.map(() => value);
  switch (type.kind) {
    case "own":
    case "borrow": {
      const { name } = type.resource as NamedResource;
      const known = twins.map(({ resources }) => resources.get(name) ?? []);
      if (known[0]!.length === 0) throw new Missing();
      const place = chance.below(known[0]!.length);
      return known.map((one) => one[place]);
    }
    case "bool":
      return both(chance.chance(0.5));
    case "u64":
      return both(chance.of(NUMBERS));
    case "string":
      return both(chance.of(TEXTS));
    case "enum":
      return both(chance.of(type.names));
    case "flags": {
      const flags = type.names.map((name) => [propertyName(name), chance.chance(0.3)]);
      return both(Object.fromEntries(flags));
    }
    case "list": {
      if (type.element.kind === "u8") return both(new Uint8Array(chance.below(20)));
      const lists = parts(Array(chance.below(3)).fill(type.element));
      return twins.map((_, i) => lists.map((one) => one[i]));
    }
    case "tuple": {
      const found = parts(type.types);
      return twins.map((_, i) => found.map((one) => one[i]));
    }
    case "record": {
      const found = parts(type.fields.map((field) => field.type));
      const names = type.fields.map(({ name }) => propertyName(name));
      return twins.map((_, i) => Object.fromEntries(found.map((one, j) => [names[j], one[i]])));
    }
    case "option":
      return chance.chance(0.5) ? both(undefined) : valuesOf(chance, type.some, twins);
    case "variant": {
      const { name: tag, type: carried } = chance.of(type.cases);
      const values = carried === undefined ? both(undefined) : valuesOf(chance, carried, twins);
      return values.map((value) => ({ tag, value }));
    }
    case "result":
      return both({ tag: chance.of(["ok", "err"]), value: undefined });
    default:
      return both(chance.below(256));
  }
}

/** What comes of a call, such that two of them can be compared. */
function outcomeOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return `throws ${(error as object).constructor.name}`;
  }
}

function shapeOf(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (typeof part === "bigint") return `${part}n`;
    if (part instanceof Uint8Array) return part.toHex();
    const isPlain = typeof part !== "object" || part === null || Array.isArray(part) ||
      part.constructor === Object;
    return isPlain ? part : part.constructor.name;
  }) ?? "undefined";
}

Deno.test("CallObserver changes nothing of what comes of calls, whatever they are", () => {
  const chance = new Chance(11);
  const [seen, unseen] = [new Twin(), new Twin()];
  const names = [...seen.component.types.keys()];
  let made = 0;
  for (let i = 0; i < CALLS; i++) {
    const name = chance.of(names);
    const { parameters, result } = seen.component.types.get(name)!;
    let args: unknown[][];
    try {
      args = parameters.map(({ type }) => valuesOf(chance, type, [seen, unseen]));
    } catch (error) {
      if (error instanceof Missing) continue;
      throw error;
    }
    const [here, there] = [0, 1].map((twin) => args.map((one) => one[twin]));
    made++;
    const answer = outcomeOf(() => seen.component.call(name, ...here!));
    const expected = outcomeOf(() => unseen.component.callUnseen(name, ...there!));
    assertEquals(shapeOf(answer), shapeOf(expected), `${name}(${shapeOf(here)})`);
    if (answer instanceof Suspend || typeof answer === "string") continue;
    seen.keep(answer, result);
    unseen.keep(expected, result);
  }
  seen.component.observer.finish();
  assertEquals(seen.component.told.length, made);
  assertEquals(made > CALLS / 2, true, `${made}`);
  // What is told is its own JSON.
  for (const { arguments: values, results } of seen.component.told) {
    assertEquals(JSON.parse(JSON.stringify([values, results])), [values, results]);
  }
});
