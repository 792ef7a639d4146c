import { createHmac } from "node:crypto";

/** What an authenticator app shows (RFC 6238). In: the key as it is shown, and how many half minutes from now. */
export function appCode(key: string, later = 0): string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const bits = [...key.replace(/\s/g, "")]
		.map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0"))
		.join("");
	const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
	const mac = createHmac("sha1", bytes).update(counter).digest();
	const at = (mac.at(-1) ?? 0) & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
