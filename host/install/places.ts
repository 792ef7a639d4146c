import path from "node:path";
import { z } from "zod";
import { PROGRAM_PATH } from "@/lib/core/host/program";
import { hostConfigPath } from "../config";
import { replaceFile } from "../durable";
import type { Observations, System } from "../system";

/** Where each part lies on a machine that Listkeeper is installed on. */
export const PLACES = {
	program: PROGRAM_PATH,
	library: "/usr/local/lib/listkeeper",
	bundle: "/usr/local/lib/listkeeper/listkeeper.mjs",
	record: "/usr/local/lib/listkeeper/installed.json",
	sudoers: "/etc/sudoers.d/listkeeper",
	hostJson: hostConfigPath(null),
	settings: path.dirname(hostConfigPath(null)),
	state: "/var/lib/listkeeper",
} as const;

/** What only was so when it was installed, and uninstalling goes by. */
const record = z.object({
	/** Whether the account was made then; one that was there already is its owner's. */
	user: z.boolean(),
	/** SHA-256 of the `host.json` that was written then; null where there was one already. */
	hostJson: z.string().nullable(),
	/** SHA-256 of what was written into each of the console's files, by path; null where no console was installed. */
	console: z.record(z.string(), z.array(z.string())).nullable().default(null),
});
export type InstallRecord = z.infer<typeof record>;

/** What was noted when Listkeeper was installed here; null where it isn't. */
export function readRecord(system: Observations): InstallRecord | null {
	const text = system.read(PLACES.record);
	return text === null ? null : record.parse(JSON.parse(text));
}

export const writeRecord = (system: System, content: InstallRecord) =>
	replaceFile(system, PLACES.record, `${JSON.stringify(content)}\n`, 0o644);
