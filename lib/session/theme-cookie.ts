import "server-only";
import { env } from "@/lib/kernel/env";

const HTTPS = env.url.protocol === "https:";

/** What the theme is kept in: as out of reach as a session, though it is no secret, so that one rule holds for all. */
export const THEME_COOKIE = {
	name: HTTPS ? "__Host-theme" : "theme",
	maxAge: 60 * 60 * 24 * 365,
	httpOnly: true,
	sameSite: "lax",
	secure: HTTPS,
	path: "/",
} as const;
