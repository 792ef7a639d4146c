import { describe, expect, it } from "vitest";
import { consoleChoices, readSettings, settingsText } from "./console-settings";

const usual = { url: null, port: "3000", listen: "127.0.0.1" };
const choices = (given: Record<string, unknown>) => consoleChoices.safeParse({ ...usual, ...given });

describe("an installed console's settings", () => {
	it("are read as they were written", () => {
		for (const url of [null, "https://console.example.org", "http://[::1]:8080"])
			for (const listen of ["127.0.0.1", "::", "localhost"]) {
				const text = settingsText(consoleChoices.parse({ ...usual, url, listen }));
				expect(readSettings(text)).toEqual({
					...(url === null ? {} : { LISTKEEPER_URL: url }),
					HOST: listen,
					PORT: "3000",
				});
			}
	});

	it("are read as systemd reads them: without comments, blanks around a line, and quotes", () => {
		const text = "# A=1\n; B=2\n  C=3  \nD=\"four words\"\nE='5'\nF=a=b\nno setting\nG=\n";
		expect(readSettings(text)).toEqual({ C: "3", D: "four words", E: "5", F: "a=b", G: "" });
	});

	it.each([
		["url", "console.example.org"],
		["url", "ftp://console.example.org"],
		["url", "https://console.example.org\nPORT=1"],
		["port", "0"],
		["port", "65536"],
		["port", "eighty"],
		["port", "1e3"],
		["listen", "0.0.0.0; rm"],
		["listen", "127.0.0.1\nA=1"],
	])("refuse %s %j, in a sentence", (name, value) => {
		const read = choices({ [name]: value });
		expect(read.success).toBe(false);
		expect(read.error?.issues[0]?.message).toMatch(/is none|is not one/);
	});
});
