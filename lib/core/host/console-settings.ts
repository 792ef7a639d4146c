import { z } from "zod";

/**
 * Reads lines of NAME=value as systemd's EnvironmentFile= does: what begins with # or ; is a comment, and a value may
 * stand in quotes (systemd.exec(5)). In: the file's text. Out: the values by name.
 */
export function readSettings(text: string): Record<string, string> {
	const settings: Record<string, string> = {};
	for (const line of text.split("\n")) {
		const found = /^\s*([A-Za-z_]\w*)=(.*?)\s*$/.exec(line);
		if (found?.[1] === undefined) continue;
		settings[found[1]] = (found[2] ?? "").replace(/^(["'])(.*)\1$/, "$2");
	}
	return settings;
}

/** What is decided about a console when it is installed. */
export const consoleChoices = z.object({
	/** The address that people use; null is where it listens. */
	url: z
		.url({
			protocol: /^https?$/,
			hostname: /^[a-z\d.:[\]-]+$/i,
			error: "The address that people use is none: write it as in https://console.example.org.",
		})
		.nullable(),
	port: z
		.string()
		.regex(/^\d{1,5}$/, "The port is not one: write a number from 1 to 65535, as in 3000.")
		.transform(Number)
		.refine((port) => port >= 1 && port <= 65_535, "The port is not one: write a number from 1 to 65535."),
	/** The address it listens on. */
	listen: z
		.string()
		.regex(/^[\da-f.:]+$|^localhost$/i, "The address to listen on is none: write one as in 127.0.0.1."),
});
export type ConsoleChoices = z.infer<typeof consoleChoices>;

/** The file of an installed console's settings, whole. */
export const settingsText = ({ url, port, listen }: ConsoleChoices): string => `\
# What is decided about Listkeeper's console on this machine. After a change: listkeeper-console restart

# The address that people use: that of the proxy which speaks HTTPS.
${url === null ? "#LISTKEEPER_URL=https://console.example.org" : `LISTKEEPER_URL=${url}`}

# Where it listens. It speaks HTTP: leave it on loopback.
HOST=${listen}
PORT=${port}

# Another database than the one in /var/lib/listkeeper-console.
#DATABASE_URL=postgresql://listkeeper@db.example.org/listkeeper

# Proxies whose X-Forwarded-For is believed, where they are on another machine.
#LISTKEEPER_TRUSTED_PROXIES=192.0.2.1
`;
