import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostKey, sshAddress, sshPort, sshUser } from "./ssh-schema";

const refusal = (schema: typeof sshAddress | typeof sshUser | typeof sshPort, value: unknown) =>
	schema.safeParse(value).error?.issues[0]?.message ?? "";

describe("the address of a host that ssh leads to", () => {
	it.each([
		["lists.example.com", "lists.example.com"],
		[" Lists-1 ", "lists-1"],
		["192.0.2.7", "192.0.2.7"],
		["2001:db8::7", "2001:db8::7"],
	])("may be %s", (typed, address) => expect(sshAddress.parse(typed)).toBe(address));

	it.each([
		["", "is empty"],
		["-oProxyCommand=id", "begins with a hyphen"],
		["a b", "a space"],
		["a\nb", "a space or a line end"],
		["fe80::1%eth0", "“%”"],
		["%h", "“%”"],
		["a;id", "“;”"],
		["$(id)", "“$”"],
		["root@example.com", "has an @"],
		["example.com:22", "port is a field of its own"],
		["[::1]", "“[”"],
		["1.2.3", "no IP address"],
		["999.1.1.1", "no IP address"],
		["example-.com", "no host's name"],
		["a..b", "no host's name"],
		["\u202egro", "can't be seen"],
		["ä.example", "“ä”"],
	])("may not be %j, with a sentence that names the field", (typed, why) => {
		expect(refusal(sshAddress, typed)).toContain(why);
		expect(refusal(sshAddress, typed)).toMatch(/^The address /);
	});

	it("is never anything that ssh would take for another word than the host, whatever was typed", () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.webAuthority(), fc.ipV6(), fc.string({ unit: "binary" })),
				(typed) => {
					const { data } = sshAddress.safeParse(typed);
					if (data !== undefined) expect(data).toMatch(/^[a-z0-9:][a-z0-9.:-]*$/);
				},
			),
		);
	});
});

describe("the user, the port and the keys", () => {
	it.each(["", "-l", "Root", "a b", "a;b", "a@b", "%u", "x".repeat(33)])("refuses the user %j", (typed) => {
		expect(refusal(sshUser, typed)).toMatch(/^The user is /);
	});
	it.each(["0", "65536", "22.5", "ssh", "-1"])("refuses the port %j", (typed) => {
		expect(refusal(sshPort, typed)).toMatch(/^The port is /);
	});
	it("refuses a key with anything but its type and itself: no name, no option, no second line", () => {
		expect(hostKey.safeParse("ssh-ed25519 AAAA").success).toBe(true);
		for (const key of [
			"* ssh-ed25519 AAAA",
			"@cert-authority ssh-ed25519 AAAA",
			"ssh-ed25519 AAAA\n* ssh-rsa AAAA",
			"ssh-dss AAAA",
		])
			expect(hostKey.safeParse(key).success).toBe(false);
	});
});
