import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfigurationError } from "./configuration-error";
import { printed } from "./fixtures/read";
import { isTooOld, parseVersion } from "./parse-version";

describe("what exim -bV says of the program", () => {
	it.each(["4.94.2", "4.96", "4.98.2"])("is read from %s", (version) => {
		const read = parseVersion(printed(`bV.${version}.stdout`));
		expect(read).toMatchObject({ version, configuration: "/srv/host/exim.conf" });
		expect(read?.features).toEqual(
			expect.arrayContaining(["Content_Scanning", "IPv6", "DKIM", "TCP_Fast_Open"]),
		);
		expect(read?.lookups).toContain("dsearch");
		expect(read?.routers).toEqual(expect.arrayContaining(["accept", "dnslookup", "redirect"]));
		expect(read?.transports).toEqual(["appendfile", "autoreply", "lmtp", "pipe", "smtp"]);
		expect(read?.malware).toContain("clamd");
	});

	it("is nothing where another program answered", () => {
		expect(parseVersion("sendmail: unknown option -- V\n")).toBe(null);
	});

	it("tells versions that can't be served", () => {
		expect(["4.93", "4.92.3", "3.36"].map(isTooOld)).toEqual([true, true, true]);
		expect(["4.94", "4.94.2", "4.100", "5.0"].map(isTooOld)).toEqual([false, false, false, false]);
	});
});

describe("a configuration error", () => {
	const file = "/srv/host/exim.conf";
	const text = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`).join("\n");

	it("has file, line, that line's text and the reason", () => {
		const stderr =
			'2026-11-22 21:10:56 Exim configuration error in line 11 of /srv/host/exim.conf:\n  main option "never_user" unknown\n';
		expect(parseConfigurationError(stderr, (asked) => (asked === file ? text : null))).toEqual({
			file,
			line: 11,
			text: "line 11",
			reason: 'main option "never_user" unknown',
		});
	});

	it.each([
		[
			'Exim configuration error:\n  there are two routers called "listrouter"\n',
			null,
			"there are two routers",
		],
		[
			"2026-11-22 21:11:24 Exim configuration file /etc/exim4/exim4.conf has the wrong owner, group, or mode\n",
			"/etc/exim4/exim4.conf",
			"wrong owner",
		],
		[
			"2026-11-22 21:11:24 non-existent configuration file(s): /srv/host/none.conf\n",
			"/srv/host/none.conf",
			"non-existent",
		],
		[
			"2026-11-22 21:11:24 failed to open configuration file /srv/host/exim.conf: Permission denied (euid=1000 egid=1000)\n",
			file,
			"Permission denied",
		],
	])("without a line is one too: %s", (stderr, named, reason) => {
		const error = parseConfigurationError(stderr);
		expect(error).toMatchObject({ file: named, line: null, text: null });
		expect(error?.reason).toContain(reason);
	});

	it("is not seen in a warning", () => {
		expect(
			parseConfigurationError(
				"2026-11-22 20:58:47 Warning: purging the environment.\n Suggested action: use keep_environment.\n",
			),
		).toBe(null);
	});

	it("never throws, whatever is on stderr", () => {
		const piece = fc.oneof(
			fc.string(),
			fc.constantFrom("Exim configuration error in line 3 of x:", "\n", "  ", "Exim configuration error:"),
		);
		fc.assert(
			fc.property(fc.array(piece), (pieces) => {
				parseConfigurationError(pieces.join(""));
				parseVersion(pieces.join(""));
			}),
		);
	});
});
