// @ts-check
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * The text of a secret file; makes one with 256 random bits where there is none. Only its owner can
 * read it.
 * @param {string} file
 */
export const keptSecret = (file) => {
	if (!existsSync(file))
		writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
	return readFileSync(file, "utf8").trim();
};
