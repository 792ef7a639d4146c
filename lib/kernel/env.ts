import "server-only";
import path from "node:path";
import { z } from "zod";

const schema = z.object({
	/** `file:` for SQLite, `postgresql:` for PostgreSQL. */
	DATABASE_URL: z.string().optional(),
	LISTKEEPER_STATE: z.string().default(path.resolve("var")),
	/** Signs sessions; at least 32 characters. */
	LISTKEEPER_SECRET: z.string().min(32).default("only-for-building-never-for-serving-0123456789"),
	/** Holds the token of the one-time set-up link. */
	LISTKEEPER_SETUP_TOKEN_FILE: z.string().optional(),
	/** The rehearsal host's directory; absent where none is offered. */
	LISTKEEPER_REHEARSAL: z.string().optional(),
	/** The bundled host program. */
	LISTKEEPER_PROGRAM: z.string().default(path.resolve("dist/listkeeper.mjs")),
	/** Where this machine's own program is asked, in place of starting it through sudo. */
	LISTKEEPER_HOST_SOCKET: z.string().startsWith("/").optional(),
	/** The address people use, for cookies and origins. */
	LISTKEEPER_URL: z.url().default("http://127.0.0.1:3000"),
	/** Proxies in front of the console, addresses and networks by commas. */
	LISTKEEPER_TRUSTED_PROXIES: z.string().optional(),
	LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

const parsed = schema.parse(process.env);

/** The environment, read once. Throws at start where a value can't be used. */
export const env = {
	databaseUrl: parsed.DATABASE_URL || `file:${path.join(parsed.LISTKEEPER_STATE, "listkeeper.db")}`,
	stateDirectory: parsed.LISTKEEPER_STATE,
	secret: parsed.LISTKEEPER_SECRET,
	setupTokenFile: parsed.LISTKEEPER_SETUP_TOKEN_FILE ?? path.join(parsed.LISTKEEPER_STATE, "setup-token"),
	rehearsalDirectory: parsed.LISTKEEPER_REHEARSAL ?? null,
	program: parsed.LISTKEEPER_PROGRAM,
	hostSocket: parsed.LISTKEEPER_HOST_SOCKET ?? null,
	url: new URL(parsed.LISTKEEPER_URL),
	// We speak no HTTPS ourselves: where it is used there is a proxy, most likely on this machine.
	trustedProxies:
		parsed.LISTKEEPER_TRUSTED_PROXIES ?? (parsed.LISTKEEPER_URL.startsWith("https:") ? "127.0.0.1,::1" : ""),
	logLevel: parsed.LOG_LEVEL,
} as const;
