import "server-only";
import type { AddressTest } from "@/lib/core/checks/types";
import { db, writing } from "@/lib/kernel/db";
import { Refused } from "@/lib/kernel/errors";

/** How many tests a host keeps: each is asked twice in a deployment, and the protocol takes 5,000. */
const MAX_SAVED = 1_000;

/** Keeps a test. Throws Refused when the same question is kept already, or too many are. */
export async function saveTest(hostId: string, test: AddressTest, by: string): Promise<void> {
	const rows = await db.savedTest.findMany({ where: { hostId }, select: { test: true } });
	if (rows.length >= MAX_SAVED)
		throw Refused.form(`A host keeps at most ${MAX_SAVED.toLocaleString("en")} tests. Remove one first.`);
	const question = (one: AddressTest) => JSON.stringify([one.address, one.sender, one.sendingHost]);
	if (rows.some((row) => question(JSON.parse(row.test)) === question(test)))
		throw new Refused({ address: "This test is saved already. Remove it first to expect something else." });
	await writing().savedTest.create({ data: { hostId, test: JSON.stringify(test), createdBy: by } });
}

/** Removes a test. Out: what it was; null where it was gone already. */
export async function removeTest(hostId: string, id: string): Promise<string | null> {
	const row = await db.savedTest.findFirst({ where: { id, hostId } });
	if (!row) return null;
	await writing().savedTest.deleteMany({ where: { id, hostId } });
	return (JSON.parse(row.test) as AddressTest).address;
}
