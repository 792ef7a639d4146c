import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Client, createClient } from "@libsql/client";

/** The state directory of the console under test. */
export const STATE = path.dirname(process.env.LISTKEEPER_REHEARSAL_ROOT ?? "");
export const SESSION = "listkeeper.session_token";

/** The console's database, for what has no screen: whoever opens it closes it. It waits while the console writes. */
export function openDatabase(): Client {
	const db = createClient({ url: `file:${path.join(STATE, "listkeeper.db")}` });
	// What is asked next stands behind it in the queue; a failure shows there.
	db.execute("PRAGMA busy_timeout = 10000").catch(() => {});
	return db;
}

/** A session's cookie as the console signs it. In: the token its row has. */
export function signed(
	token: string,
	secret = readFileSync(path.join(STATE, "secret"), "utf8").trim(),
): string {
	const signature = createHmac("sha256", secret).update(token).digest("base64");
	return encodeURIComponent(`${token}.${signature}`);
}

/** What a person is made with; `role` null is somebody with an account and no role on the host. */
export type Making = {
	role: string | null;
	domains?: readonly string[];
	secondFactor?: boolean;
	/** When the session ends, in milliseconds from now. */
	expiresMs?: number;
};

export type MadePerson = { id: string; email: string; name: string; cookie: string };

/** Writes an account with a session, and a role on a host, straight into the database. */
export async function makePerson(db: Client, hostId: string, making: Making): Promise<MadePerson> {
	const id = randomUUID();
	const token = randomBytes(24).toString("base64url");
	const name = `${making.role ?? "nobody"} ${id.slice(0, 4)}`;
	const email = `${id.slice(0, 8)}@example.net`;
	const now = new Date().toISOString();
	const expires = new Date(Date.now() + (making.expiresMs ?? 3_600_000)).toISOString();
	await db.execute({
		sql: "INSERT INTO User (id, name, email, emailVerified, twoFactorEnabled, createdAt, updatedAt) VALUES (?, ?, ?, 1, ?, ?, ?)",
		args: [id, name, email, making.secondFactor ? 1 : 0, now, now],
	});
	await db.execute({
		sql: "INSERT INTO Session (id, token, expiresAt, userId, createdAt, updatedAt) VALUES (?, ?, ?, ?, ?, ?)",
		args: [randomUUID(), token, expires, id, now, now],
	});
	if (making.role !== null)
		await db.execute({
			sql: "INSERT INTO Membership (userId, hostId, role, domains, createdAt) VALUES (?, ?, ?, ?, ?)",
			args: [id, hostId, making.role, making.domains ? JSON.stringify(making.domains) : null, now],
		});
	return { id, email, name, cookie: `${SESSION}=${signed(token)}` };
}

/** The only host of the console under test. */
export async function onlyHost(db: Client): Promise<string> {
	const { rows } = await db.execute("SELECT id FROM Host");
	return String(rows[0]?.id);
}
