// @ts-check
import { existsSync } from "node:fs";
import path from "node:path";
import { CHECKOUT, npmProgram } from "./paths.mjs";
import { must } from "./run.mjs";
import { hashSources, stamped, writeStamp } from "./stamp.mjs";

const PROVIDERS = ["sqlite", "postgresql"];
const GENERATED = path.join(CHECKOUT, "lib/kernel/generated");

/**
 * Generates both Prisma clients if the models changed since. In: told what Prisma says. Out: whether
 * anything was generated. Throws ProgramFailed.
 *
 * Prisma looks for its native engine at every call and would download it; generating doesn't use it,
 * so any executable will do as its path.
 * @param {(text: string) => void} [show]
 */
export const generateClients = async (show) => {
	const hash = hashSources(
		CHECKOUT,
		["prisma", "node_modules/prisma/package.json"],
		(file) => !file.endsWith(".sql"),
	);
	const stamp = path.join(GENERATED, ".stamp");
	if (stamped(stamp, hash)) return false;
	for (const provider of PROVIDERS) {
		const schema = path.join(CHECKOUT, "prisma", provider);
		if (!existsSync(schema)) continue;
		await must([npmProgram("prisma"), "generate", "--schema", schema], {
			env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", CHECKPOINT_DISABLE: "1" },
			...(show ? { show } : {}),
		});
	}
	writeStamp(stamp, hash);
	return true;
};
