import type { EximRuntime } from "../../host/profile";
import { blocksText } from "../annotations";
import { expanded, number, quoted } from "./escape";

/** Around the only part of the configuration that differs between what is tested and what ships. */
export const RUNTIME_BEGINS =
	"# >>> runtime: how this Exim runs. A canary's text differs from the live one here only.";
export const RUNTIME_ENDS = "# <<< runtime";

/** As whom and where an Exim runs; a canary listens nowhere. */
export type Runtime = Pick<EximRuntime, "user" | "group" | "spoolDirectory" | "logDirectory" | "pidFile"> & {
	listen: Pick<EximRuntime, "interfaces" | "port"> | null;
};

/** Every option and macro that a runtime block may set. */
export const RUNTIME_OPTIONS = [
	"exim_user",
	"exim_group",
	"deliver_drop_privilege",
	"admin_groups",
	"spool_directory",
	"log_file_path",
	"pid_file_path",
	"local_interfaces",
	"daemon_smtp_ports",
	"tls_advertise_hosts",
	"tls_certificate",
	"LK_SINK_PORT",
] as const;

const accountLines = (r: Runtime): string[] => [
	`exim_user = ${quoted(r.user)}`,
	`exim_group = ${quoted(r.group)}`,
	"deliver_drop_privilege = true",
	`admin_groups = ${quoted(r.group)}`,
	`spool_directory = ${expanded(r.spoolDirectory)}`,
	`log_file_path = ${expanded(r.logDirectory)}/%slog`,
	`pid_file_path = ${expanded(r.pidFile)}`,
];

/**
 * The runtime block with its markers.
 * In: null where Exim runs as its package set it up; the loopback port that takes all remote mail, or null for DNS.
 */
export function renderRuntime(runtime: Runtime | null, sinkPort: number | null): string {
	const blocks = [];
	if (runtime)
		blocks.push({
			setting: null,
			why: "An Exim without root, in directories of its own",
			lines: accountLines(runtime),
		});
	if (runtime)
		blocks.push({
			setting: null,
			why: "Nothing to encrypt on loopback; without a certificate set Exim makes one at every start, which takes up to a second",
			lines: ["tls_advertise_hosts = :", "tls_certificate ="],
		});
	if (runtime?.listen)
		blocks.push({
			setting: null,
			why: "Listens on loopback only",
			lines: [
				`local_interfaces = <; ${runtime.listen.interfaces.join(" ; ")}`,
				`daemon_smtp_ports = ${number(runtime.listen.port)}`,
			],
		});
	if (sinkPort !== null)
		blocks.push({
			setting: null,
			why: "All remote mail goes to this port on 127.0.0.1 instead of the world",
			lines: [`LK_SINK_PORT = ${number(sinkPort)}`],
		});
	return `${RUNTIME_BEGINS}\n${blocksText(blocks)}${RUNTIME_ENDS}\n`;
}
