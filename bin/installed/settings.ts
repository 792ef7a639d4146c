import { readFileSync } from "node:fs";
import { CONSOLE } from "@/lib/core/host/console-places";
import { readSettings } from "@/lib/core/host/console-settings";
import { baseUrl } from "../lib/web-environment.mjs";

type Settings = Readonly<Record<string, string | undefined>>;

/** What the administrator of this machine has decided about its console. Throws ErrnoException. */
export const consoleSettings = () => readSettings(readFileSync(CONSOLE.settings, "utf8"));

/** Where a console with these settings answers on this machine, and the address that people use. */
export function addressOf(settings: Settings): { address: string; url: string } {
	const address = baseUrl(settings.HOST || "127.0.0.1", Number(settings.PORT || 3000));
	return { address, url: settings.LISTKEEPER_URL || address };
}

/** What the console's programs are told by their environment, beside what the administrator has decided. */
export const consoleEnvironment = (settings: Settings): NodeJS.ProcessEnv => ({
	...settings,
	NODE_ENV: "production",
	NEXT_TELEMETRY_DISABLED: "1",
	LISTKEEPER_STATE: CONSOLE.state,
	LISTKEEPER_SETUP_TOKEN_FILE: `${CONSOLE.state}/setup-token`,
	LISTKEEPER_URL: addressOf(settings).url,
	DATABASE_URL: settings.DATABASE_URL || `file:${CONSOLE.state}/listkeeper.db`,
	// SQLite and whoever else wants a place for a moment: nowhere else can be written to.
	TMPDIR: `${CONSOLE.state}/tmp`,
	SQLITE_TMPDIR: `${CONSOLE.state}/tmp`,
});
