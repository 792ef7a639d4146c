// @ts-check
import { existsSync } from "node:fs";
import path from "node:path";
import { CHECKOUT, npmProgram } from "./paths.mjs";
import { generateClients } from "./prisma.mjs";
import { must } from "./run.mjs";

/**
 * Makes the types that are generated, not kept: Prisma's clients and Next's route types. In: told
 * what the tools say. Throws ProgramFailed.
 * @param {(text: string) => void} show
 */
export const prepareTypes = async (show) => {
	await generateClients(show);
	if (existsSync(path.join(CHECKOUT, "app")) && existsSync(path.join(CHECKOUT, "next.config.ts")))
		await must([npmProgram("next"), "typegen"], {
			env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
			show,
		});
};
