import { expect, test } from "vitest";
import { headerField, memberOf } from "./schema";

test("a VERP sender names its member", () => {
	expect(memberOf("announce-bounces+ann=example.net@list.example.com")).toBe("ann@example.net");
	expect(memberOf("announce-bounces+ann+news=example.net@list.example.com")).toBe("ann+news@example.net");
});

test("an ordinary sender names nobody", () => {
	expect(memberOf("announce-bounces@list.example.com")).toBeNull();
	expect(memberOf("ann+news=x@example.net")).toBeNull();
	expect(memberOf("")).toBeNull();
});

test("a header field is found whatever its case, unfolded", () => {
	const headers = "From: a@example.net\nSUBJECT: One\n two\nTo: b@example.net\n";
	expect(headerField(headers, "Subject")).toBe("One two");
	expect(headerField(headers, "Cc")).toBeNull();
});
