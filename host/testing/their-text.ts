import fs from "node:fs";
import path from "node:path";
import type { HostConfig } from "../config";

/**
 * Upstream's default configuration, as Debian ships it beside its own: without an option that Exim 4.94 doesn't know,
 * and with aliases of the host's own, since this machine's would take the list `news`.
 */
export const upstreamText = ({ root }: { root: string }): string =>
	fs
		.readFileSync("/usr/share/doc/exim4-base/examples/example.conf", "utf8")
		.replace(/^\s*tls_resumption_hosts.*$/gm, "")
		.replaceAll("/etc/aliases", path.join(root, "etc/aliases"));

/**
 * What an administrator whose Exim runs without root would have written: as whom, where, and on which port. Debian
 * names some of it by macros.
 */
export function runtimeText({ config }: { config: Pick<HostConfig, "target"> }, debian: boolean): string {
	const { runtime, hostname } = config.target;
	if (!runtime) throw new Error("A test host has a runtime.");
	return [
		`primary_hostname = ${hostname}`,
		`exim_user = ${runtime.user}`,
		`exim_group = ${runtime.group}`,
		"deliver_drop_privilege = true",
		`admin_groups = ${runtime.group}`,
		`${debian ? "SPOOLDIR" : "spool_directory"} = ${runtime.spoolDirectory}`,
		`log_file_path = ${runtime.logDirectory}/%slog`,
		`pid_file_path = ${runtime.pidFile}`,
		`local_interfaces = <; ${runtime.interfaces.join(" ; ")}`,
		`daemon_smtp_ports = ${runtime.port}`,
		...(debian ? ["MAIN_TLS_ADVERTISE_HOSTS = :"] : ["tls_advertise_hosts = :"]),
		"",
	].join("\n");
}
