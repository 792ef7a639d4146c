import fs from "node:fs";
import { canListen } from "../rehearsal/ports";
import { until } from "./until";

const SWITCH = "/proc/sys/net/ipv6/conf/lo/disable_ipv6";

/**
 * Sees to it that this machine has ::1, which containers often lack: Mailman may hand its mail over from there.
 * Throws, with what to do, where it has none and can't be given one.
 */
export async function ensureIpv6Loopback(): Promise<void> {
	if (await canListen("::1", 0)) return;
	try {
		fs.writeFileSync(SWITCH, "0\n");
		await until("::1", async () => ((await canListen("::1", 0)) ? true : null), 2_000);
	} catch {
		throw new Error(
			"This machine has no ::1, and list mail from there has to be tested. As root, run " +
				"`sysctl net.ipv6.conf.lo.disable_ipv6=0`; in a container that may need `--sysctl` at its start.",
		);
	}
}
