import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { nextCookies } from "better-auth/next-js";
import { twoFactor } from "better-auth/plugins";
import { accountsDatabase } from "@/lib/kernel/audited-accounts";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { MIN_PASSWORD } from "./schema";

/** OWASP's recommendation for argon2id: 19 MiB, 2 passes, 1 lane. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A password as it is kept. */
export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2ID);

/** Wrong codes in a row for one account, wherever from: who gives them has its password (NIST SP 800-63B, 5.2.2). */
const CODES = { enabled: true, maxFailedAttempts: 10, durationSeconds: 15 * 60 } as const;

const HTTPS = env.url.protocol === "https:";

/** Accounts and sessions. Nobody signs up: accounts come from the set-up link and from invitations. */
export const auth = betterAuth({
	appName: "Listkeeper",
	baseURL: env.url.origin,
	secret: env.secret,
	database: prismaAdapter(accountsDatabase, {
		provider: env.databaseUrl.startsWith("postgres") ? "postgresql" : "sqlite",
	}),
	emailAndPassword: {
		enabled: true,
		disableSignUp: true,
		minPasswordLength: MIN_PASSWORD,
		maxPasswordLength: 256,
		password: { hash: hashPassword, verify: ({ hash: kept, password }) => verify(kept, password) },
	},
	session: { expiresIn: 60 * 60 * 24 * 7, updateAge: 60 * 60 * 12 },
	rateLimit: { enabled: true, storage: "database" },
	advanced: {
		// `__Host-` binds a cookie to this very host over HTTPS: no sibling domain can plant one (RFC 6265bis, 4.1.3.2).
		// better-auth's own switch knows the weaker `__Secure-` only.
		cookiePrefix: HTTPS ? "__Host-listkeeper" : "listkeeper",
		useSecureCookies: false,
		defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: HTTPS, path: "/" },
		ipAddress: { ipAddressHeaders: ["x-listkeeper-client"] },
	},
	logger: { log: (level, message) => log[level](message) },
	telemetry: { enabled: false },
	plugins: [twoFactor({ issuer: "Listkeeper", accountLockout: CODES }), nextCookies()],
});
