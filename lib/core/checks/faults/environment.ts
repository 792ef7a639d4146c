import type { Fault } from "./fault";

/** What programs say of the machine they run on, whatever they were doing. */
export const ENVIRONMENT_FAULTS: readonly Fault[] = [
	{
		code: "disk-full",
		shape: /spool directory space check failed|No space left on device|ENOSPC|Space shortage/,
		sentence: () => "The disk that holds Exim's spool or log is full.",
		remedy: "Free some space (`df -h` and `df -i` show which disk), then try again.",
	},
	{
		code: "read-only",
		shape: /Read-only file system|EROFS/,
		sentence: () => "The file system is read-only.",
		remedy: "Find out why (`dmesg` often says) and mount it writable, then try again.",
	},
	{
		code: "too-many-files",
		shape: /Too many open files|EMFILE|ENFILE/,
		sentence: () => "Too many files are open for another to be opened.",
		remedy: "Raise the limit on open files (`ulimit -n`), or find what holds them (`lsof`), then try again.",
	},
	{
		code: "port-taken",
		shape:
			/bind\(\) to port (\d+) for address (\S+) failed: Address already in use|EADDRINUSE(?:.*?(\S+):(\d+))?/,
		sentence: (m) => {
			const [port, address] = m[1] ? [m[1], m[2]] : [m[4], m[3]];
			return `Another program listens on port ${port ?? "that Exim needs"}${address ? ` of ${address}` : ""}, so Exim can't.`;
		},
		remedy: (m) =>
			`Find it with \`ss -ltnp${m[1] ? ` sport = :${m[1]}` : ""}\`, stop it or give Exim another port, then try again.`,
	},
	{
		code: "port-privileged",
		shape: /bind\(\) to port (\d+) for address (\S+) failed: (?:Permission denied|Operation not permitted)/,
		sentence: (m) => `Only root may listen on port ${m[1]}.`,
		remedy: "Start Exim as root, or choose a port above 1023, then try again.",
	},
	{
		code: "address-missing",
		shape: /bind\(\) to port (\d+) for address (\S+) failed: Cannot assign requested address/,
		sentence: (m) => `This host has no address ${m[2]} for Exim to listen on.`,
		remedy: "Correct the addresses that Exim listens on, then try again.",
	},
	{
		code: "log-not-writable",
		shape: /Cannot open (?:main|panic|reject) log file "([^"]+)": (.*?)(?::? \(?euid.*)?$/,
		sentence: (m) => `Exim can't write its log ${m[1]}: ${lower(m[2])}. It then takes no mail.`,
		remedy: "Give the log directory to Exim's user (on Debian: Debian-exim:adm), then try again.",
	},
	{
		code: "log-not-writable",
		shape: /could not open panic log/,
		sentence: () => "Exim can't write its panic log, and ends at once.",
		remedy: "Give the log directory to Exim's user (on Debian: Debian-exim:adm), then try again.",
	},
	{
		code: "spool-not-writable",
		shape:
			/Failed to create (?:directory|spool file|temporary file) "?([^":]+)"?: (.*?)(?: \(euid.*)?$|spool file.*?(\/\S+): (Permission denied)/i,
		sentence: (m) => `Exim can't write in its spool ${m[1] ?? m[3]}: ${lower(m[2] ?? m[4])}.`,
		remedy: "Give the spool directory to Exim's user (on Debian: Debian-exim:Debian-exim), then try again.",
	},
	{
		code: "out-of-memory",
		shape: /Cannot allocate memory|ENOMEM|failed to malloc/,
		sentence: () => "The machine is out of memory.",
		remedy: "Free some memory, then try again.",
	},
	{
		code: "no-more-processes",
		shape:
			/(?:fork|clone)\S* failed.*: (?:Resource temporarily unavailable|EAGAIN)|Resource temporarily unavailable/,
		sentence: () => "The machine can't start another process.",
		remedy: "Find what uses them up (`ps -ef`), then try again.",
	},
	{
		code: "not-permitted",
		shape: /(?:EACCES|EPERM|Permission denied)/,
		sentence: () => "The owner or mode of a file doesn't allow it.",
		remedy: "Give the file and the directories above it the owner and mode they need, then try again.",
	},
];

const lower = (text: string | undefined) => (text ? text.charAt(0).toLowerCase() + text.slice(1) : "refused");
