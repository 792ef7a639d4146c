import { describe, expect, it } from "vitest";
import { logicalLines } from "./lines";
import { parseEximConfig, replaceMacros } from "./parse";

const FILE = "/etc/exim4/exim4.conf";
const parse = (text: string, files: Readonly<Record<string, string>> = {}, builtIn: readonly string[] = []) =>
	parseEximConfig(FILE, text, (path) => files[path] ?? null, new Set(builtIn));

describe("a configuration's lines", () => {
	it("are joined where a backslash continues them, comments among them left out, and keep the first's number", () => {
		const text = "# one\nsenders = a : \\\n  # among them\n   b : \\\n\tc\n\nlast = 1\\";
		expect(logicalLines(FILE, text)).toEqual([
			{ file: FILE, line: 2, text: "senders = a : b : c" },
			{ file: FILE, line: 7, text: "last = 1" },
		]);
	});

	it("are none where there is nothing but white space and comments", () => {
		expect(logicalLines(FILE, "\n  \n# x\n\t# y")).toEqual([]);
	});
});

describe("a configuration", () => {
	it("is read by its sections: options, lists, ACLs and drivers, each where it stands", () => {
		const config = parse(
			[
				"hide mysql_servers = a",
				"domainlist local = @ : b.example",
				"hostlist_cache = not a list",
				"no_smtp_etrn_serialize",
				"begin acl",
				"check_rcpt:",
				"  accept hosts = :",
				"begin routers",
				"one:",
				"  driver = accept",
				'  transport = "t"',
			].join("\n"),
		);
		expect(config.options.map(({ name, value, line }) => [name, value, line])).toEqual([
			["mysql_servers", "a", 1],
			["hostlist_cache", "not a list", 3],
			["smtp_etrn_serialize", "false", 4],
		]);
		expect(config.lists).toEqual([
			{ file: FILE, line: 2, kind: "domainlist", name: "local", value: "@ : b.example" },
		]);
		expect(config.acls).toMatchObject([
			{ name: "check_rcpt", line: 6, lines: [{ text: "accept hosts = :" }] },
		]);
		expect(config.drivers).toMatchObject([
			{
				name: "one",
				section: "routers",
				line: 9,
				options: [{ name: "driver" }, { name: "transport", value: "t" }],
			},
		]);
		expect(config.sections.map(({ name }) => name)).toEqual(["acl", "routers"]);
	});

	it("counts a condition by whether a macro stands in it that is defined", () => {
		const config = parse(
			[
				"YES = 1",
				".ifdef YES",
				"a = 1",
				".elifdef YES",
				"b = 1",
				".else",
				"c = 1",
				".endif",
				".ifndef YES",
				".ifdef YES",
				"d = 1",
				".endif",
				"e = 1",
				".elifdef _HAVE_TLS",
				"f = 1",
				".endif",
				"g = 1",
			].join("\n"),
			{},
			["_HAVE_TLS"],
		);
		expect(config.options.map(({ name }) => name)).toEqual(["a", "f", "g"]);
	});

	it("takes a macro's last definition, and replaces macros within macros", () => {
		const config = parse("DIR = /etc\nFILE = DIR/x\nDIR == /srv\n");
		expect(config.macros.map(({ name, value }) => `${name}=${value}`)).toEqual(["FILE=DIR/x", "DIR=/srv"]);
		expect(
			replaceMacros("FILE", [
				{ name: "DIR", value: "/etc" },
				{ name: "FILE", value: "DIR/x" },
			]),
		).toBe("/etc/x");
	});

	it("reads what it includes, by a macro too, names the file, and never goes round", () => {
		const config = parse("D = /etc/more\n.include D\n.include_if_exists /none\nlast = 1", {
			"/etc/more": "inner = 1\n.include /etc/more\n",
		});
		expect(config.options.at(-1)).toMatchObject({ name: "last", file: FILE, line: 4 });
		expect(config.options[0]).toEqual({ file: "/etc/more", line: 1, name: "inner", value: "1" });
		expect(config.includes.filter(({ found }) => !found).map(({ path }) => path)).toEqual([
			"/etc/more",
			"/none",
		]);
		expect(config.options.length).toBeLessThan(30);
	});
});
