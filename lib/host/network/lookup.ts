/**
 * Finding the addresses of a name as every program of the machine does: getaddrinfo(3).
 *
 * @module
 */

import { lookup } from "node:dns";
import { type ErrorCode, WasiError } from "../../errors.ts";
import { type IpAddress, parseIpAddress } from "../../sockets/ip_address.ts";

const CODES: Readonly<Record<string, ErrorCode>> = {
  EAI_AGAIN: "temporary-resolver-failure",
  EAI_FAIL: "permanent-resolver-failure",
  EAI_MEMORY: "insufficient-memory",
  ENODATA: "name-unresolvable",
  ENOTFOUND: "name-unresolvable",
};

/**
 * The addresses of a name.
 *
 * @throws WasiError where there are none to be found
 */
export function lookUp(name: string): Promise<readonly IpAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(name, { all: true, order: "verbatim" }, (error, found) => {
      // Failures have codes of c-ares for the commonest, and numbers of the C library for others.
      if (error) reject(new WasiError(CODES[error.code ?? ""] ?? "permanent-resolver-failure"));
      else resolve(addressesOf(found.map(({ address }) => address)));
    });
  });
}

/** Addresses as a resolver writes them; what has a zone leads nowhere without it. */
export function addressesOf(texts: readonly string[]): IpAddress[] {
  const found = texts.map(parseIpAddress).filter((address) => address !== undefined);
  if (found.length === 0) throw new WasiError("name-unresolvable");
  return found;
}
