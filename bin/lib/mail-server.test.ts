import { describe, expect, it } from "vitest";
import { eximVersion, mailServers, planMailServer } from "./mail-server.mjs";

const bare = { exim: null, others: [] as string[], sendmail: false, root: true, apt: true };

describe("what npm run up does about a mail server", () => {
	it("takes an Exim that is here", () => {
		expect(planMailServer({ ...bare, exim: "4.98.2" })).toEqual({ kind: "present", sentence: "Exim 4.98.2" });
		expect(planMailServer({ ...bare, exim: "4.94.2", root: false }).kind).toBe("present");
	});

	it("says that an Exim before 4.94 is too old, and replaces nothing", () => {
		const plan = planMailServer({ ...bare, exim: "4.92.3" });
		expect(plan.kind).toBe("advise");
		expect(plan.sentence).toContain("4.92.3");
	});

	it("installs Exim as root where nothing provides a mail server", () => {
		expect(planMailServer(bare).kind).toBe("install");
	});

	it.each([
		["another package provides one", { others: ["postfix"] }, "postfix"],
		["a sendmail without a package is there", { sendmail: true }, "/usr/sbin/sendmail"],
		["nobody is root", { root: false }, "apt-get install"],
		["the system is not Debian", { apt: false }, "no Debian system"],
	])("only says what to do where %s", (_, facts, words) => {
		const plan = planMailServer({ ...bare, ...facts });
		expect(plan.kind).toBe("advise");
		expect(plan.sentence).toContain(words);
	});
});

describe("looking at the machine", () => {
	it("finds installed packages that provide a mail server, versioned or not, and no others", () => {
		const output = [
			"installed\tpostfix\tdefault-mta, mail-transport-agent",
			"installed\tnullmailer\tmail-transport-agent (= 1)",
			"config-files\tsendmail-bin\tmail-transport-agent",
			"installed\tmailutils\tmail-reader",
			"installed\tbash\t",
		].join("\n");
		expect(mailServers(output)).toEqual(["postfix", "nullmailer"]);
	});

	it("reads Exim's version from what it says of itself", () => {
		expect(eximVersion("Exim version 4.94.2 #2 built 13-Jul-2021 16:04:57\nCopyright (c)")).toBe("4.94.2");
		expect(eximVersion("Exim version 4.96 #2 built 22-Mar-2025")).toBe("4.96");
		expect(eximVersion("sh: exim4: not found")).toBeNull();
	});
});
