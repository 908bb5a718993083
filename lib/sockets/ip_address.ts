/**
 * IP addresses as numbers, and what kinds of them there are.
 *
 * @module
 */

/** A family of addresses. */
export type AddressFamily = "ipv4" | "ipv6";

/** An address: four numbers of 8 bits, or eight of 16. */
export interface IpAddress {
  readonly family: AddressFamily;
  readonly parts: readonly number[];
}

const IPV4_PARTS = 4;
const IPV6_PARTS = 8;

/** The longest spelling of an address: six groups of four digits, and an IPv4 address. */
const MAX_TEXT = 45;

/** Where clouds tell their machines secrets, beside 169.254.169.254, which is link-local. */
const METADATA = [
  ...["100.100.100.200", "168.63.129.16", "192.0.0.192"],
  ...["fd00:42::42", "fd00:ec2::254", "fd20:ce::254"],
];

/**
 * Reads an address in its usual spelling, without brackets and without a zone. Four decimal numbers are
 * the only spelling of IPv4: `127.1`, `0x7f.1` and `2130706433` are none.
 *
 * @returns undefined for what is no address
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  // A guest's text can have more colons in it than an array can have elements.
  if (text.length > MAX_TEXT) return undefined;
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

/** An address in its usual spelling, though without the shortest form of IPv6. */
export function formatIpAddress({ family, parts }: IpAddress): string {
  return family === "ipv4" ? parts.join(".") : parts.map((part) => part.toString(16)).join(":");
}

/** The IPv4 address that `::ffff:0:0/96` has in it; undefined for any other address. */
export function mappedIpv4({ family, parts }: IpAddress): IpAddress | undefined {
  const isMapped = family === "ipv6" && startsWith(parts, [0, 0, 0, 0, 0, 0xffff]);
  return isMapped ? lastIpv4(parts) : undefined;
}

/** Whether it stands for any address of this machine: `0.0.0.0`, `::`. */
export function isUnspecified({ parts }: IpAddress): boolean {
  return parts.every((part) => part === 0);
}

/** Whether it leads back to this machine. */
export function isLoopback({ family, parts }: IpAddress): boolean {
  return family === "ipv4" ? parts[0] === 127 : startsWith(parts, [0, 0, 0, 0, 0, 0, 0, 1]);
}

/** Whether it stands for one interface, not for a group of receivers or all of them. */
export function isUnicast({ family, parts }: IpAddress): boolean {
  return family === "ipv4"
    ? !(parts[0]! >= 224 && parts[0]! < 240) && parts.some((part) => part !== 255)
    : parts[0]! >> 8 !== 0xff;
}

/**
 * Whether an address is reached only by those who are granted it by itself: this machine, the link with
 * what clouds keep there, groups, what has no meaning yet, and IPv6 addresses in which such an IPv4
 * address is hidden.
 */
export function isSpecial(address: IpAddress): boolean {
  const { family, parts } = address;
  const first = parts[0]!;
  if (METADATA.some((text) => isSameIpAddress(parseIpAddress(text)!, address))) return true;
  if (family === "ipv4") {
    const isLinkLocal = first === 169 && parts[1] === 254;
    return first === 0 || first === 127 || isLinkLocal || first >= 224;
  }
  // ::/64: unspecified, loopback, compatible, mapped and translated addresses.
  if (startsWith(parts, [0, 0, 0, 0])) return true;
  // fe80::/10 and fec0::/10, ff00::/8
  if (first >= 0xfe80) return true;
  // NAT64 of a network's own, where an IPv4 address can begin at different places
  if (startsWith(parts, [0x64, 0xff9b, 1])) return true;
  // NAT64 and 6to4
  if (startsWith(parts, [0x64, 0xff9b])) return isSpecial(lastIpv4(parts));
  return first === 0x2002 && isSpecial(ipv4Of(parts[1]!, parts[2]!));
}

/** Whether two addresses are the same. */
export function isSameIpAddress(one: IpAddress, other: IpAddress): boolean {
  return one.family === other.family && startsWith(one.parts, other.parts);
}

function parseIpv4(text: string): IpAddress | undefined {
  const texts = text.split(".");
  const isValid = texts.length === IPV4_PARTS &&
    texts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return isValid ? { family: "ipv4", parts: texts.map(Number) } : undefined;
}

function parseIpv6(text: string): IpAddress | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")];
  if (before === undefined || after === undefined) return undefined;
  // An IPv4 address can only stand at the end.
  if (tail !== undefined && head.includes(".")) return undefined;
  const missing = IPV6_PARTS - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return { family: "ipv6", parts: [...before, ...new Array<number>(missing).fill(0), ...after] };
}

function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const texts = text.split(":");
  const groups: number[] = [];
  for (const [i, part] of texts.entries()) {
    const ipv4 = i === texts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) {
      const [a, b, c, d] = ipv4.parts as [number, number, number, number];
      groups.push(a << 8 | b, c << 8 | d);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function startsWith(parts: readonly number[], beginning: readonly number[]): boolean {
  return beginning.every((part, i) => parts[i] === part);
}

function lastIpv4(parts: readonly number[]): IpAddress {
  return ipv4Of(parts[6]!, parts[7]!);
}

function ipv4Of(high: number, low: number): IpAddress {
  return { family: "ipv4", parts: [high >> 8, high & 0xff, low >> 8, low & 0xff] };
}
