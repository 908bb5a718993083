/**
 * The command in a kernel that lacks a system call: `deno run -A lacking.ts NUMBER ERRNO WORDS...`.
 *
 * @module
 */

import { command } from "../../../lib/cli/command.ts";
import { answer, ifAnyOf, loadNumber } from "../../../lib/host/kernel/wall/bpf.ts";
import { install, renouncePrivileges } from "../../../lib/host/kernel/wall/seccomp.ts";

const ALLOW = 0x7fff_0000;
const ERRNO = 0x0005_0000;

const [number, errno, ...words] = Deno.args;
renouncePrivileges();
const obstacle = install([
  ...loadNumber,
  ...ifAnyOf([Number(number)], answer(ERRNO | Number(errno))),
  ...answer(ALLOW),
]);
if (obstacle !== undefined) throw new Error(obstacle);
Deno.exit(await command(words));
