import { describe, expect, it } from "vitest";
import type { MailmanInstallation } from "@/lib/core/system/installation";
import { installationForm, installationStanding, nameFor, unmanaged } from "./schema";

const desired: MailmanInstallation = {
	id: "example-com",
	prefix: "/usr/local/mailman",
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	webHost: "www.example.com",
	mailHost: null,
	verp: null,
};

describe("a name for a found installation", () => {
	it.each([
		["/srv/example.com/mailman", "example-com"],
		["/usr/local/mailman", "mailman"],
		["/var/lib/mailman", "mailman"],
		["/opt/2lists/mailman-2.1", "lists"],
	])("at %s is %s", (prefix, name) => {
		expect(nameFor(prefix, new Set())).toBe(name);
	});

	it("is one that no other has", () => {
		expect(nameFor("/usr/local/mailman", new Set(["mailman", "mailman-2"]))).toBe("mailman-3");
	});

	it("is always one that the schema takes", () => {
		const long = nameFor(`/srv/${"Ü9-Lists_".repeat(9)}/mailman`, new Set());
		expect(installationForm.shape.id.safeParse(long).success).toBe(true);
	});
});

describe("an installation's standing", () => {
	it("is live where the live release has the same", () => {
		expect(installationStanding(desired, [{ ...desired }])).toBe("live");
	});
	it("is changed where one value differs, and new where the release has none of its name", () => {
		expect(installationStanding(desired, [{ ...desired, group: "list" }])).toBe("changed");
		expect(installationStanding(desired, [{ ...desired, id: "other" }])).toBe("new");
	});
	it("is not claimed where nobody knows what is live", () => {
		expect(installationStanding(desired, null)).toBe("unknown");
	});
});

it("what is on the host without being managed is told by its prefix", () => {
	const found = { ...desired, version: "2.1.39", simulated: false, lists: [] };
	const other = { ...found, prefix: "/srv/mailman" };
	expect(unmanaged([found, other], [desired])).toEqual([other]);
});

it("an empty mail host in the form means the first of its domains", () => {
	const form = { ...desired, mailHost: " " };
	expect(installationForm.parse(form).mailHost).toBeNull();
});
