/**
 * The attacks that the sandbox has to stand, each with its number, and where it is tried.
 *
 * P paths, T races, R rights, M memory and values, F descriptors, W modules, X the process and its
 * streams, N network, E grants. `refused` means NOTCAPABLE; a trap ends with status 134. What a row
 * says of a path holds for every function that takes one, in `path_calls.ts`.
 *
 * @module
 */

/** One attack. */
export interface Row {
  readonly number: string;
  readonly attack: string;
  readonly expected: string;
  /** What the path-checked back end cannot hold of it; SECURITY.md lists these rows. */
  readonly pathChecked?: string;
  /** The file in this folder with a test that carries the number; or what such a test would need. */
  readonly status: { readonly test: string } | { readonly leftOut: string };
}

/** Number, attack, expected, and what the path-checked back end cannot hold of it. */
type Line = readonly [number: string, attack: string, expected: string, pathChecked?: string];

function tested(test: string, lines: readonly Line[]): Row[] {
  return lines.map(([number, attack, expected, pathChecked]) => ({
    number,
    attack,
    expected,
    ...pathChecked !== undefined && { pathChecked },
    status: { test },
  }));
}

function leftOut(number: string, attack: string, expected: string, needs: string): Row {
  return { number, attack, expected, status: { leftOut: needs } };
}

const NETWORK = "needs HTTP, which this version does not have";

/** All of them; the order within a letter is that of the files. */
export const ROWS: readonly Row[] = [
  ...tested("escape_test.ts", [
    ["P01", "../secret", "refused"],
    ["P02", "down, then further up; out and in again", "refused"],
    ["P03", "..", "refused"],
    ["P04", ". and .. that stay inside", "as the path without them"],
    ["P05", "absolute paths", "refused"],
    ["P10", "a link to outside, followed", "refused"],
    [
      "P11",
      "the same, not followed",
      "LOOP to open; others act on the link",
      "the times of a link cannot be set: NOTSUP",
    ],
    ["P12", "a link with an absolute text that lies outside", "refused"],
    ["P13", "a link with an absolute text that lies inside", "refused"],
    ["P14", "CREAT through a link to a missing name outside", "refused, nothing made"],
    ["P15", "CREAT through a link to a missing name inside", "makes it"],
    ["P16", "CREAT with EXCL on any link", "EXIST"],
    ["P17", "a link to outside in the middle", "refused"],
    ["P18", "40 links in a row, and 41", "followed, and LOOP"],
    ["P19", "links that lead to themselves", "LOOP"],
    ["P20", "a link to its own directory, again and again", "followed"],
    ["P21", "a link with .. that stays, and one that leaves and comes back", "followed; refused"],
    ["P22", "links into /proc", "refused"],
    [
      "P63",
      "a descriptor of a directory that is gone",
      "NOENT",
      "NOENT for .. as well: the handle is lost",
    ],
    [
      "P64",
      "a descriptor of a directory that the host moved outside, and ..",
      "refused",
      "NOENT: the handle is lost",
    ],
    ["P65", "telling what exists outside by the error", "the same error for what is missing"],
    [
      "P66",
      "a link to outside with a slash or a dot behind it",
      "refused, NOTDIR, or that the name is taken; nothing outside changes",
    ],
  ]),
  ...tested("names_test.ts", [
    ["P06", "no path at all", "NOENT"],
    ["P07", "names of dots that are neither . nor ..", "ordinary names"],
    ["P08", "backslashes", "a part of a name"],
    ["P09", "percents and URLs", "ordinary names"],
    [
      "P34",
      "a file with a slash, a dot or .. behind it",
      "NOTDIR; what makes a name: EXIST, ISDIR",
    ],
    ["P35", "a directory with slashes behind it", "the directory"],
    ["P36", "CREAT with a slash behind the name", "ISDIR, nothing made"],
    ["P37", "slashes behind the name for unlink, rmdir, mkdir, rename", "as POSIX has it"],
    ["P38", "a link to a directory with a slash behind it, not followed", "the directory"],
    ["P39", "removing or renaming ., .. and nothing", "an error, and the root stays"],
    ["P40", "removing or renaming the granted directory", "INVAL or BUSY"],
    ["P41", "a NUL in a path", "INVAL, and never the name before it"],
    ["P42", "what is not UTF-8", "ILSEQ, and never a slash or a dot"],
    ["P43", "U+FFFD as a name", "a name of its own"],
    ["P44", "a name of the host's that is not UTF-8", "not listed, and no alias opens it"],
    ["P45", "a byte order mark, U+202E, line feeds and escapes in names", "allowed"],
    ["P46", "names of 255 and 256 bytes", "allowed; NAMETOOLONG"],
    [
      "P47",
      "paths of 4095, 4096, 65 536 and 2^31 bytes",
      "allowed; NAMETOOLONG at once",
      "the whole path counts, the part above the grant too",
    ],
    [
      "P48",
      "2000 dots, and 2000 directories deep",
      "reached",
      "the whole path counts, the part above the grant too",
    ],
    ["P49", "composed and decomposed letters", "different names"],
  ]),
  ...tested("links_test.ts", [
    ["P24", "making a link with an absolute text", "refused"],
    ["P25", "making a link with a text that leads out", "made; refused when followed"],
    ["P26", "a link's text that is empty, has a NUL, or 5000 bytes", "NOENT, INVAL, NAMETOOLONG"],
    ["P27", "reading a link that leads out", "its text, cut to the buffer"],
    ["P28", "reading a file as a link", "INVAL"],
    ["P29", "a hard link to what a link outside leads to", "refused"],
    ["P30", "a hard link to a link", "of the link itself"],
    ["P31", "a hard link to a directory", "PERM"],
    ["P32", "a hard link with a slash behind a name", "NOENT, NOTDIR or EXIST"],
    ["P33", "a hard link that the host made to a file outside", "accessible"],
  ]),
  ...tested("open_test.ts", [
    ["P59", "unknown bits in oflags, fdflags, lookupflags", "INVAL"],
    ["P60", "DIRECTORY on a file; CREAT with DIRECTORY", "NOTDIR; INVAL"],
    ["P61", "a directory opened for writing", "ISDIR"],
    ["P62", "a file, a closed number, standard input as directory", "NOTDIR; BADF; NOTDIR"],
  ]),
  ...tested("special_files_test.ts", [
    ["P51", "a file system without case: ro and rw grants that differ by case", "each as granted"],
    [
      "P52",
      "a FIFO without its other end",
      "nothing waits that should not",
      "a FIFO cannot be opened: NOTSUP",
    ],
    ["P53", "sockets and devices in a granted directory", "refused"],
    ["P56", "a mount inside a grant", "accessible"],
  ]),
  ...tested("grants_test.ts", [
    ["P23", "a grant of /proc, /sys, /dev or below", "ends with 2"],
    [
      "P54",
      "a grant of a file, of nothing, of what may not be read; of a link",
      "2; followed once",
    ],
    ["P55", "grants that overlap", "each descriptor keeps its rights"],
    ["P58", "odd guest names", "ends with 2"],
  ]),
  leftOut(
    "P50",
    "names that are devices or streams on Windows",
    "refused or NOENT",
    "needs Windows; tests/unit/host/portable/windows_name_test.ts has the names",
  ),
  leftOut(
    "P57",
    "a file system that never answers",
    "ended by --timeout",
    "needs a file system in user space that hangs",
  ),

  ...tested("race_test.ts", [
    [
      "T01",
      "another process exchanges a directory for a link while the guest opens",
      "no escape",
      "can be lost",
    ],
    [
      "T02",
      "the same with CREAT and EXCL, TRUNC, APPEND",
      "nothing made or changed outside",
      "can be lost",
    ],
    [
      "T03",
      "the same with every call that changes names",
      "nothing changed outside",
      "can be lost",
    ],
    ["T04", "the last name is exchanged for a link", "no escape", "can be lost"],
    [
      "T05",
      "the last name is exchanged while it is followed",
      "nothing learnt, nothing set",
      "can be lost",
    ],
    ["T06", "a second guest in a process of its own renames and links", "no escape", "can be lost"],
    ["T07", "two guests in one process share a directory", "no escape", "can be lost"],
    [
      "T08",
      "a directory goes up while .. is walked",
      "no escape; tried again, then walked",
      "can be lost",
    ],
  ]),
  ...tested("interference_test.ts", [
    [
      "T09",
      "the granted name is exchanged for a link after the start",
      "no effect",
      "NOENT: the handle is lost",
    ],
    ["T10", "the module's file is exchanged after it was read", "no effect"],
    ["T12", "a listing while entries come and go", "ends, and no entry that stays is twice there"],
    ["T13", "a file is cut off and grows while it is read and written", "short answers at most"],
    ["T14", "a directory is removed while it is open, CREAT in it", "NOENT"],
    ["T15", "memory that a second thread changes between check and use", "shared memory: 126"],
  ]),
  leftOut(
    "T11",
    "mounting over a name and back while the guest opens",
    "inside, or an error",
    "needs a mount that comes and goes within the guest's own mount namespace, with privileges",
  ),
  leftOut(
    "T16",
    "one thread closes and opens while another uses the number",
    "the old file or BADF",
    "needs a guest with threads, which is refused (T15)",
  ),
  leftOut(
    "T17",
    "the host is stopped at random points while names are exchanged",
    "no escape",
    "needs hours: each stop widens one window of a race that T01 to T05 try in all places",
  ),

  ...tested("rights_test.ts", [
    ["R01", "what fd_fdstat_get reports", "the rights there are, and no more"],
    ["R02", "every fd_* call without its right", "refused"],
    ["R03", "every path_* call without its right", "refused"],
    ["R04", "adding a right", "refused, nothing changed"],
    ["R05", "asking for more than the directory passes on", "left out; refused where it is needed"],
    ["R06", "asking to pass on more than the directory passes on", "left out"],
    ["R07", "the same through a subdirectory that passes on little", "never more than it does"],
    ["R08", "the same file through another, wider directory", "allowed: it was granted"],
    ["R09", "bits that are no right", "refused or left out, never kept"],
    ["R10", "fd_renumber", "keeps the rights of what is moved"],
    ["R11", "every change through a read-only grant", "refused"],
    ["R12", "TRUNC through a read-only grant, asking only to read", "refused, file unchanged"],
    ["R13", "TRUNC without path_filestat_set_size", "refused"],
    ["R14", "APPEND, DSYNC, RSYNC, SYNC without the rights to them", "refused"],
    ["R15", "taking APPEND off a stream that was granted to append", "refused"],
    ["R16", "writing what was opened to read, and the reverse", "refused"],
    ["R17", "times and size by a descriptor opened to read, rw and ro", "ro: refused"],
    ["R18", "reading what was opened for nothing", "refused"],
    ["R19", "fd_pwrite with APPEND", "goes to the end, as on Linux"],
    ["R20", "a hard link from a read-only grant into a writable one", "refused"],
    ["R21", "renaming between a read-only and a writable grant", "refused"],
    [
      "R22",
      "renaming a directory with a read-only grant inside",
      "that stays read-only",
      "NOENT: the handle of the nested grant is lost",
    ],
    ["R23", "opening again through /proc/self/fd", "refused"],
    ["R26", "importing functions of which nothing is granted", "they are there, and answer errors"],
  ]),

  ...tested("memory_test.ts", [
    ["M01", "every pointer beyond the memory", "traps, and nothing has happened"],
    ["M02", "pointer and length that wrap around", "traps"],
    ["M03", "no length with a wild pointer", "no access, so no trap"],
    ["M04", "misaligned pointers", "traps"],
    ["M05", "a result pointer beyond the memory for a call with an effect", "traps before it"],
    ["M06", "results that overlap arguments", "arguments are read first"],
    ["M07", "iovecs that overlap", "one after the other"],
    ["M08", "no iovecs", "no bytes"],
    ["M09", "1025, 10^6, 2^32 - 1 iovecs", "a short transfer; an array beyond the memory traps"],
    ["M10", "lengths that add up to 2^31, 2^32", "INVAL"],
    ["M11", "one iovec over most of 4 GiB", "a part of it, without a copy"],
    ["M12", "memory that grew between calls", "views are new"],
    ["M14", "no page, two memories, 64-bit, shared", "traps; the exported one; 126"],
    ["M15", "an export memory that is none", "126"],
    ["M16", "random_get of 0, 65 537, 2^28, 2^32 - 1 bytes", "filled; beyond the memory: traps"],
    ["M17", "args_get and environ_get where there is no room", "traps; sizes agree"],
    ["M18", "fd_prestat_dir_name with too little room", "NAMETOOLONG, nothing written"],
    ["M28", "poll_oneoff with events over its subscriptions", "subscriptions are read first"],
    ["M39", "a call from the start section", "answered: the memory is known by then"],
  ]),
  ...tested("poll_test.ts", [
    ["M19", "unknown clocks", "INVAL; NOTSUP for CPU clocks"],
    ["M20", "10^6 subscriptions", "INVAL, quickly"],
    ["M21", "so many that their size overflows", "INVAL before anything is allocated"],
    ["M22", "one descriptor 10 000 times", "as many events"],
    ["M23", "an unknown type, flag, descriptor", "an error at once, of the call or the event"],
    ["M24", "no subscription", "INVAL at once"],
    ["M25", "timeouts in the past, of 0 and of 2^64 - 1", "at once, at once, and killable"],
    ["M26", "many sleeps of a nanosecond", "no memory lost"],
    [
      "M27",
      "files, ends, closed pipes and FIFOs",
      "ready, with HANGUP where it is so",
      "what can be read is not counted, the other end is not seen to go",
    ],
  ]),
  ...tested("values_test.ts", [
    [
      "M29",
      "seeks before the start, too far, of unknown whence, on what has no position",
      "errors",
    ],
    ["M30", "fd_readdir into 0, 1, 23, 24, 25 bytes", "full, and the guest can go on"],
    ["M31", "cookies used again, made up, or old", "a listing or INVAL, never endless"],
    ["M32", "a large directory with long names in small pieces", "every entry once"],
    ["M33", "a listing of the granted directory", ".. is the directory itself"],
    [
      "M34",
      "offsets of -1, 2^63, 2^53 + 1",
      "INVAL, INVAL, exact",
      "no file grows beyond 2^53 bytes: FBIG",
    ],
    ["M35", "sizes of -1, 2^63, 2^60", "INVAL, INVAL, FBIG"],
    [
      "M36",
      "allocating too much",
      "FBIG, NOSPC or NOTSUP",
      "no space is reserved, so a later write can fail",
    ],
    ["M37", "times of 2^64 - 1, contradictory and unknown flags, extreme times", "INVAL, OVERFLOW"],
    ["M38", "64-bit parameters above 2^63", "unsigned"],
  ]),
  ...tested("components_test.ts", [
    ["M40", "lists and strings out of bounds", "traps"],
    ["M41", "strings that are none", "traps"],
    ["M42", "values that their types do not have", "traps, or masked"],
    ["M43", "a realloc that misbehaves", "traps"],
    ["M44", "handles that were never given, or not any more", "traps"],
    ["M45", "post-return that comes back in", "traps"],
    ["M46", "a million resources", "a limit"],
    ["R25", "a resource of another type or instance, or dropped", "traps"],
    ["W19", "types and instances that explode", "a limit, quickly"],
  ]),
  ...tested("preview2_test.ts", [
    ["M47", "streams against their contract", "bounded, or traps"],
    ["M48", "pollables: none, many, after their parent", "traps, works, traps"],
    ["R24", "a component's descriptor without write, mutate-directory", "refused"],
    ["W18", "a component of WASI 0.3 or an unknown version, no command, imports of others", "126"],
  ]),

  ...tested("descriptors_test.ts", [
    ["F01", "closing a granted directory", "BADF from then on; what it opened works"],
    ["F02", "closing the standard streams", "BADF; Sluice can still speak"],
    ["F03", "closing all, then opening", "never a stream of the host"],
    ["F04", "closing twice", "BADF"],
    ["F05", "renumbering to itself", "nothing"],
    ["F06", "renumbering onto and from a granted directory", "it moves, name and rights with it"],
    ["F07", "renumbering from or to what is not open", "BADF, and no memory for it"],
    ["F08", "renumbering over open descriptors, very often", "nothing leaks"],
    ["F09", "renumbering and closing what a call waits for", "defined; the call looks again"],
    ["F10", "renumbering a file onto standard output", "written and closed"],
    ["F11", "opening without end", "MFILE at the cap, while the host has reserves"],
    ["F12", "the host runs out of descriptors", "MFILE, and Sluice lives"],
    ["F13", "opening and closing, very often", "nothing leaks"],
    ["F14", "numbers that are negative or huge", "BADF"],
    ["F15", "the host's numbers", "never shown"],
    ["F16", "ending with many open", "all are closed"],
    ["F17", "descriptors that children could inherit", "all close on exec"],
    [
      "F18",
      "fd_fdstat_get on every kind",
      "the right type",
      "of a standard stream, terminal or not is all that is known",
    ],
  ]),

  ...tested("modules_test.ts", [
    ["W01", "files that are no module", "126"],
    ["W02", "a module cut off at every byte", "126"],
    ["W03", "a module with bits turned over", "126, or it runs; never an exception of ours"],
    ["W04", "no start, both starts, a start that is none", "126"],
    ["W05", "no memory", "126 if anything is imported"],
    ["W06", "unknown imports, of every kind and very many", "126, ten named, escaped"],
    ["W07", "an import with another type", "126 before it starts"],
    ["W08", "imports of other systems", "126 with a hint"],
    ["W09", "a start section that traps, or that calls", "134; answered"],
    ["W10", "unreachable, division, out of bounds, wrong call", "134"],
    ["W11", "recursion without end, also through the host", "134"],
    ["W16", "deep nesting, huge tables of branches, odd names", "126 or it runs"],
    [
      "W17",
      "a module that is huge, sparse, a device, a FIFO, a directory",
      "126, and not all read",
    ],
    ["W20", "exceptions and tail calls", "no harm; uncaught: 134"],
    ["W21", "proc_exit with 126, 255, 256, 2^31, 2^32 - 1", "255 at most, with one line"],
    ["W22", "catching one's own exit, and a trap", "cannot be caught"],
    ["W23", "proc_raise", "NOTSUP"],
    ["W25", "an exception that leaves the start", "134"],
  ]),
  ...tested("limits_test.ts", [
    ["W12", "a loop without end", "--timeout: 124"],
    ["W13", "the same in the start section, in one instruction, in the compiler", "124"],
    ["W14", "memory to 4 GiB", "--max-memory"],
    ["W15", "a huge minimum, table, number of functions, segment", "126, memory bounded"],
    ["X17", "tables and objects until the host has no memory", "--max-memory: a cap, or 126"],
  ]),
  leftOut("W24", "clocks precise enough to time caches", "none", "left out; SECURITY.md says why"),

  ...tested("process_test.ts", [
    ["X01", "SIGINT and SIGTERM while the guest computes, sleeps, reads", "130, 143 within 100 ms"],
    ["X02", "a second SIGINT", "ends at once"],
    ["X10", "a storm of signals during poll, read, write, fsync", "no INTR, no time lost"],
    ["X11", "SIGKILL at any time", "what was synced is there, nothing else is left"],
    ["X14", "few descriptors, small files", "MFILE, FBIG, no crash"],
    ["X15", "modes of what is made", "0666 and 0777 less the umask"],
    ["X18", "stop and continue", "goes on, no INTR"],
    ["X19", "no HOME, nowhere for temporary files, a read-only cache, a directory gone", "runs"],
  ]),
  ...tested("streams_test.ts", [
    ["X03", "the reader of the output is gone", "PIPE"],
    ["X04", "the output, or the disk, is full", "NOSPC"],
    ["X05", "a read-only file system", "ROFS"],
    ["X06", "standard streams closed at the start", "an end to read; nothing opened becomes one"],
    ["X07", "standard input is a directory, a device without end, huge", "ISDIR; constant memory"],
    ["X08", "output to a full pipe that another made non-blocking", "waits, no AGAIN"],
    ["X09", "writes larger than a pipe", "all bytes, and their number"],
    ["X13", "terminal escapes in what Sluice says", "escaped; the guest's own pass"],
  ]),
  leftOut("X12", "the parent ends", "nothing", "left out; SECURITY.md says why"),
  leftOut(
    "X16",
    "the host's clock jumps during a sleep",
    "relative sleeps are as long as they were",
    "needs the right to set the machine's clock",
  ),
  leftOut(
    "X20",
    "LD_PRELOAD, DENO_V8_FLAGS, NODE_OPTIONS",
    "none",
    "left out; SECURITY.md says that Deno's own environment is trusted",
  ),

  ...tested("descriptors_test.ts", [
    ["N10", "sock_* on what is no socket", "NOTSOCK"],
  ]),
  ...tested("sockets_test.ts", [
    ["M13", "memory that grows while a call waits", "correct"],
    ["N01", "sockets without a grant", "no socket under any handle, nothing sent; access-denied"],
    ["N02", "another address or port than granted", "access-denied; 2 for a bad grant"],
    [
      "N03",
      "a name that resolves to something else later",
      "resolved once; odd addresses: refused",
    ],
    ["N04", "resolving without a grant, very often, odd names", "refused"],
    ["N05", "datagrams to others, to all, too large", "refused"],
    ["N06", "listening where it is not granted, or where another listens", "refused"],
    ["N08", "unix sockets", "cannot be connected"],
    ["N09", "floods of connections", "MFILE at the cap, the rest stays in the kernel's queue"],
  ]),
  leftOut("N07", "HTTP redirects, proxies, other URLs, bad headers", "each checked", NETWORK),

  ...tested("grants_test.ts", [
    ["E01", "nothing is granted", "no directory, no variable, argv[0] alone"],
    ["E02", "--env in all its forms", "as documented; without a name: 2"],
    ["E03", "NUL in variables, arguments, names", "ends with 2"],
    ["E04", "10^5 variables, large ones, large arguments", "whole, or ends with 2"],
    ["E05", "arguments and variables that are not UTF-8", "ends with 2, never U+FFFD"],
    ["E06", "escapes in variables that a message names", "escaped"],
    ["E07", "guest arguments that look like options", "the guest's"],
    ["E08", "--dir with odd names", "well defined, or 2"],
    ["E09", "--dir /", "one warning"],
    ["E10", "configuration files in the working directory or a grant", "no effect"],
    ["E11", "a writable grant that holds Sluice itself", "one warning; the module itself: allowed"],
    ["E12", "prompts for permissions, on a terminal", "none"],
  ]),
];

/** The row with a number. */
export function rowOf(number: string): Row {
  const row = ROWS.find((row) => row.number === number);
  if (row === undefined) throw new Error(`there is no row ${number}`);
  return row;
}
