/**
 * The grammar of network grants, that of `GrantingAccess.md` of wasi-sockets: `tcp://example.com:443`,
 * `udp://*:53,5353`, `tcp://[::1]:8000-8080`, `tcp://*:*#ipv6-only`.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import type { AddressFamily, NetworkGrant, ResolveGrant } from "./grant.ts";
import { formatNetworkGrant } from "./network_text.ts";
import { parsePorts } from "./ports.ts";
import { isHost } from "./socket_address.ts";

const OPTIONS = { outbound: "--allow-outbound", inbound: "--allow-inbound" } as const;
const RESOLVE = "--allow-resolve";

const SUFFIXES: Readonly<Record<string, AddressFamily>> = {
  "#ipv4-only": "ipv4",
  "#ipv6-only": "ipv6",
};

/**
 * Grants that a component connects or sends datagrams to others.
 *
 * Corresponds to `--allow-outbound`. A name stands for the addresses that the host finds for it, which
 * the guest may ask for, too; neither a name nor `*` stands for this machine, a link-local address or a
 * group of receivers: such an address is granted by itself, or as `localhost`.
 *
 * @param spec such as `tcp://example.com:443` or `udp://*:53`
 * @returns the grant, as data
 * @throws SluiceError status 2 when it is malformed
 *
 * @example
 * ```ts
 * import { allowOutbound } from "@sluice/sluice";
 *
 * const web = allowOutbound("tcp://example.com:80,443");
 * ```
 */
export function allowOutbound(spec: string): NetworkGrant {
  return networkGrant("outbound", spec);
}

/**
 * Grants that a component listens for connections, or receives datagrams.
 *
 * Corresponds to `--allow-inbound`. Port 0 stands for any that is free; `*` for every address of this
 * machine, and for all of them at once.
 *
 * @param spec such as `tcp://localhost:8080` or `udp://*:0`
 * @returns the grant, as data
 * @throws SluiceError status 2 when it is malformed
 *
 * @example
 * ```ts
 * import { allowInbound } from "@sluice/sluice";
 *
 * const server = allowInbound("tcp://127.0.0.1:8080");
 * ```
 */
export function allowInbound(spec: string): NetworkGrant {
  return networkGrant("inbound", spec);
}

/**
 * Grants that a component asks for the addresses of names; to reach them is another grant.
 *
 * Corresponds to `--allow-resolve`.
 *
 * @param name a name, `*.example.com` for all names below one, or `*`
 * @returns the grant, as data
 * @throws SluiceError status 2 when it is malformed
 *
 * @example
 * ```ts
 * import { allowResolve } from "@sluice/sluice";
 *
 * const names = allowResolve("*.example.com#ipv4-only");
 * ```
 */
export function allowResolve(name: string): ResolveGrant {
  const { text, family } = withoutSuffix(name);
  const below = text.startsWith("*.") ? text.slice(2) : text;
  const isName = isHost(below) && !isAddress(below);
  if (text !== "*" && !isName) {
    throw new SluiceError(2, `${RESOLVE} ${name} is not a name`, {
      hint: `${RESOLVE} example.com, *.example.com or *`,
    });
  }
  return { kind: "resolve", name: text.toLowerCase(), ...family };
}

/**
 * Checks a grant that a program gave as data, by what the command line could say.
 *
 * @throws SluiceError status 2, as the function that makes such grants
 */
export function checkNetworkGrant(grant: NetworkGrant | ResolveGrant): void {
  const text = formatNetworkGrant(grant);
  if (grant.kind === "resolve") allowResolve(text);
  else networkGrant(grant.kind, text);
}

function networkGrant(kind: NetworkGrant["kind"], spec: string): NetworkGrant {
  const { text, family } = withoutSuffix(spec);
  const [, transport, bracketed, plain = "", digits = ""] =
    /^(tcp|udp):\/\/(?:\[([^\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(text) ?? [];
  const ports = parsePorts(digits, kind === "outbound" ? 1 : 0);
  const fits = bracketed === undefined ? plain === "*" || isHost(plain) : isIpv6(bracketed);
  if (transport === undefined || ports === undefined || !fits) throw refusal(kind, spec, text);
  const host = (bracketed ?? plain).toLowerCase();
  return { kind, transport: transport as NetworkGrant["transport"], host, ports, ...family };
}

function refusal(kind: NetworkGrant["kind"], spec: string, text: string): SluiceError {
  const option = OPTIONS[kind];
  return new SluiceError(2, `${option} ${spec} is not a network grant`, {
    hint: `${option} ${hintOf(text)}`,
  });
}

/** What was meant. */
function hintOf(text: string): string {
  if (text.includes("->")) return "tcp://HOST:PORT: addresses, names and ports cannot be mapped";
  const [, scheme, rest] = /^(?:([a-z]+):\/\/)?(.*)$/i.exec(text)!;
  if (/:.*:/.test(rest!) && !rest!.includes("[")) return "tcp://[IPv6]:PORT";
  const hasPort = /:[\d,*-]+$/.test(rest!);
  if (scheme === undefined && hasPort) return `tcp://${rest} or udp://${rest}`;
  if (!hasPort && isHost(rest!)) return `${scheme ?? "tcp"}://${rest}:PORT, with * for any port`;
  return "tcp://HOST:PORTS or udp://HOST:PORTS; PORTS such as 443, 80,443, 8000-8080 or *";
}

function withoutSuffix(
  text: string,
): { readonly text: string; readonly family: { family?: AddressFamily } } {
  for (const [suffix, family] of Object.entries(SUFFIXES)) {
    if (text.endsWith(suffix)) return { text: text.slice(0, -suffix.length), family: { family } };
  }
  return { text, family: {} };
}

/** What passes as a host and ends in a number is an IPv4 address. */
function isAddress(host: string): boolean {
  return /\d$/.test(host) && /^[\d.]+$/.test(host);
}

/** An address in brackets, which the grammar of URLs knows; a zone is no part of it. */
function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]*$/i.test(text) && URL.canParse(`http://[${text}]/`);
}
