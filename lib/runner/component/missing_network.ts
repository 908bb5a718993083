/**
 * What a component that has failed may have missed of the network.
 *
 * @module
 */

import { formatNetworkGrant } from "../../grants/network_text.ts";
import { commandLine } from "../../grants/option_words.ts";
import { formatIpAddress, type IpAddress, isUnspecified } from "../../sockets/ip_address.ts";
import type { AddressRefusal, NetworkRefusal } from "../../sockets/refusal.ts";

/** What was refused, by what it was to be for. */
const REFUSED = {
  outbound: { tcp: "a connection to", udp: "datagrams to" },
  inbound: { tcp: "a listener on", udp: "a port for datagrams on" },
} as const;

/** Whoever binds to no address in particular may want to send, and nobody knows yet to whom. */
const TO_SEND = ", to send them (--allow-outbound udp://HOST:PORT) or to receive them";

/** What a guest was refused, and the option that would have let it. */
export function missingNetwork(refusal: NetworkRefusal): string {
  if (refusal.kind === "resolve") {
    const option = commandLine(["--allow-resolve", refusal.name]);
    return `the guest was refused the addresses of ${refusal.name}: ${option}`;
  }
  const { kind, transport, address: { ip, port }, name } = refusal;
  const address = grantText(refusal, shortest(ip));
  const where = address.slice(`${transport}://`.length);
  const option = commandLine([`--allow-${kind}`, name ? grantText(refusal, name) : address]);
  const isAny = kind === "inbound" && transport === "udp" && port === 0 && isUnspecified(ip);
  return `the guest was refused ${REFUSED[kind][transport]} ` +
    `${name === undefined ? where : `${name}, ${where}`}${isAny ? TO_SEND : ""}: ${option}`;
}

function grantText({ kind, transport, address: { port } }: AddressRefusal, host: string): string {
  return formatNetworkGrant({ kind, transport, host, ports: [{ first: port, last: port }] });
}

/** An address as people write it: URLs have IPv6 in its shortest form. */
function shortest(ip: IpAddress): string {
  const text = formatIpAddress(ip);
  return ip.family === "ipv4" ? text : new URL(`http://[${text}]/`).hostname.slice(1, -1);
}
