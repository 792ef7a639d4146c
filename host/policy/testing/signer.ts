import { createHash, createSign, generateKeyPairSync } from "node:crypto";

/** Signs messages as a domain does, by the simplest form of DKIM (RFC 6376; simple/simple, rsa-sha256). */
export type Signer = { /** For DNS. */ record: string; sign: (message: string) => string };

/** In: the domain, and the name under which DNS has its new key. */
export function newSigner(domain: string, selector: string): Signer {
	const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
	const key = publicKey.export({ type: "spki", format: "der" }).toString("base64");
	return {
		record: `${selector}._domainkey.${domain}. TXT "v=DKIM1; p=${key}"`,
		sign: (message) => {
			const crlf = message.replace(/\r?\n/g, "\r\n");
			const end = crlf.indexOf("\r\n\r\n");
			const from = /^From: .*\r\n/m.exec(crlf)?.[0] ?? "";
			const body = `${crlf.slice(end + 4).replace(/(\r\n)*$/, "")}\r\n`;
			const hash = createHash("sha256").update(body).digest("base64");
			const header = `DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=${domain}; s=${selector}; h=From; bh=${hash}; b=`;
			const signature = createSign("sha256").update(`${from}${header}`).sign(privateKey, "base64");
			return `${header}${signature}\n${message}`;
		},
	};
}
