import { type EximConfig, replaceMacros } from "../exim-config/parse";
import { ACL_STEPS, type EximFrame } from "../host/profile";
import { RUNTIME_OPTIONS } from "../render/exim/runtime";

/** Main options that Listkeeper's own lines may set. */
export const OUR_OPTIONS = [
	"smtp_banner",
	"smtp_accept_queue_per_connection",
	"remote_max_parallel",
	"queue_run_max",
	"smtp_accept_max",
	"recipients_max",
	"message_size_limit",
	"spamd_address",
	"av_scanner",
	"dns_retrans",
	"dns_retry",
	...RUNTIME_OPTIONS,
] as const;

/** What an administrator's own configuration says already, of all that Listkeeper could say. */
export function frameOf(config: EximConfig): EximFrame {
	const set = new Map<string, string>();
	for (const { name, value } of config.options) set.set(name, replaceMacros(value, config.macros));
	const routers = config.drivers.filter(({ section }) => section === "routers");
	const withDriver = (driver: string) =>
		routers.find(({ options }) => options.some(({ name, value }) => name === "driver" && value === driver));
	return {
		acls: ACL_STEPS.filter((step) => set.has(`acl_smtp_${step}`)),
		options: Object.fromEntries([...set].filter(([name]) => OUR_OPTIONS.some((our) => our === name))),
		smarthost: withDriver("dnslookup") ? null : (withDriver("manualroute")?.name ?? null),
	};
}
