/**
 * The grammar of addresses: `HOST:PORT`, an IPv6 address in brackets.
 *
 * @module
 */

/** Where a TCP connection leads, or a listener listens. */
export interface SocketAddress {
  /** A name or an IP address, this one without brackets. */
  readonly host: string;
  /** 0 to 65535. */
  readonly port: number;
}

const MAX_PORT = 65_535;

/** As long as a domain name can be. */
const MAX_NAME = 253;

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const IPV6 = /^[0-9a-f:]*:[0-9a-f:]*(\d+\.\d+\.\d+\.\d+)?$/i;

/**
 * Reads an address as the command line has it.
 *
 * @returns undefined when it is malformed
 */
export function parseSocketAddress(text: string): SocketAddress | undefined {
  const [, bracketed, plain = "", digits = ""] =
    /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(text) ?? [];
  const address = { host: bracketed ?? plain, port: digits === "" ? NaN : Number(digits) };
  const fits = bracketed === undefined ? isHost(plain) : IPV6.test(bracketed);
  return fits && address.port <= MAX_PORT ? address : undefined;
}

/** An address as {@linkcode parseSocketAddress} reads it. */
export function formatSocketAddress({ host, port }: SocketAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Whether this is a domain name or an IPv4 address. What ends in a number is an address, and is one
 * only in four decimal numbers: resolvers also take 0x7f.1 and 2130706433 for 127.0.0.1, which no
 * reader of a command line would.
 */
export function isHost(text: string): boolean {
  const labels = text.split(".");
  if (/^(\d+|0x[0-9a-f]*)$/i.test(labels.at(-1)!)) return isIpv4(labels);
  return text.length <= MAX_NAME && labels.every((label) => LABEL.test(label));
}

function isIpv4(labels: readonly string[]): boolean {
  return labels.length === 4 &&
    labels.every((label) => /^(0|[1-9]\d{0,2})$/.test(label) && Number(label) <= 255);
}
