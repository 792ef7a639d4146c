import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTrace } from "./acl-runs";
import { printed } from "./fixtures/read";
import { parseSession } from "./parse-session";

const two =
	"EHLO x.example\nMAIL FROM:<a@outside.example>\nRCPT TO:<dev@list.example.com>\nRCPT TO:<announce@list.example.com>\nQUIT\n";
const read = (name: string, input: string, version = "4.96") =>
	parseSession(printed(`${name}.${version}.stdout`), printed(`${name}.${version}.stderr`), input);
const rcpt = (session: ReturnType<typeof parseSession>) =>
	session.steps.filter((step) => step.phase === "rcpt");

describe.each(["4.96", "4.98.2"])("a session of exim -bh on %s", (version) => {
	const session = read("bh-rcpt", printed("bh-rcpt.input"), version);

	it("has one answer a command, and the statement that decided it with file and line", () => {
		expect(rcpt(session).map((step) => [step.code, step.decision?.verb, step.decision?.line])).toEqual([
			[550, "deny", 16],
			[250, "accept", 32],
			[550, "deny", 27],
			[550, "deny", 21],
			[451, "defer", 25],
			[550, "deny", 27],
			[550, "require", 30],
			[250, "accept", 32],
			[250, "accept", 32],
		]);
		expect(rcpt(session)[0]?.decision).toMatchObject({ acl: "acl_check_rcpt", file: "/srv/host/exim.conf" });
	});

	it("gives a message one answer, whatever its lines look like", () => {
		expect(
			session.steps.filter((step) => step.phase === "data").map((step) => [step.code, step.command]),
		).toEqual([
			[550, "."],
			[250, "."],
		]);
		expect(session.steps.at(-1)).toMatchObject({ command: "QUIT", code: 221 });
	});

	it("keeps with each answer what was logged for it", () => {
		expect(rcpt(session)[0]?.log).toEqual([expect.stringContaining(": null sender")]);
		expect(rcpt(session)[5]?.log[0]).toContain("Warning: a warning");
		expect(rcpt(session)[1]?.log).toEqual([]);
	});

	it("takes a refusal meant by a rule for no fault", () => {
		expect(session.fault).toBe(null);
	});

	it("names the statement inside a nested ACL that denied", () => {
		const nested = read(
			"bh-nested",
			two.replace("announce@list.example.com", "x@elsewhere.example"),
			version,
		);
		expect(rcpt(nested)[0]).toMatchObject({ code: 550, decision: { acl: "nested", verb: "deny", line: 35 } });
	});

	it("finds an undefined list behind a 451, at every command", () => {
		const broken = read("bh-undefined-list", two, version);
		expect(broken.fault).toBe('unknown named domain list "+nosuch"');
		expect(rcpt(broken).map((step) => [step.code, step.decision?.line])).toEqual([
			[451, 27],
			[451, 27],
		]);
	});
});

describe("phases of a session", () => {
	it("each have their own ACL's decision", () => {
		const input =
			"EHLO liar\nEHLO x.example\nMAIL FROM:<bad@outside.example>\nMAIL FROM:<good@outside.example>\nRCPT TO:<dev@list.example.com>\nNOOP\nRSET\nVRFY x\nFOO\nQUIT\n";
		expect(
			read("bh-phases", input)
				.steps.filter((step) => step.decision)
				.map((step) => [step.phase, step.code, step.decision?.line]),
		).toEqual([
			["connect", 220, 20],
			["helo", 550, 22],
			["helo", 250, 24],
			["mail", 550, 26],
			["mail", 250, 28],
			["rcpt", 250, 47],
		]);
	});

	it("end with the connection that an ACL drops", () => {
		const { steps } = read("bh-drop", "EHLO x.example\nQUIT\n");
		expect(steps.map((step) => step.code)).toEqual([550, null, null]);
		expect(steps[0]?.decision).toMatchObject({ verb: "drop", line: 18 });
	});
});

describe("a fault that exim -bh hides behind exit 0", () => {
	it.each([
		["bh-missing-acl", 'unknown ACL verb "nosuch_acl" in "nosuch_acl"'],
		["bh-unbalanced", 'failed to expand ACL string "${if eq{$local_part}{denied}": curly-bracket problem'],
		["bh-unreadable", "failed to open /srv/private/lists for directory search: Permission denied"],
	])("%s is: %s", (name, fault) => {
		expect(read(name, two).fault).toContain(fault);
	});

	it("where no ACL is set everything is refused, with nobody to name", () => {
		const session = read("bh-no-acl", two);
		expect(rcpt(session).map((step) => [step.code, step.decision, step.log.length])).toEqual([
			[550, null, 1],
			[550, null, 1],
		]);
	});
});

describe("the trace of exim -bh", () => {
	const statement = (verb: string, line: number) => `>>> processing "${verb}" (/srv/host/exim.conf ${line})`;

	it("is cut into runs though 4.98 draws bars before what follows an undecided condition", () => {
		const runs = readTrace(printed("bh-undefined-list.4.98.2.stderr")).flatMap((item) =>
			item.kind === "run" ? [[item.run.result, item.run.decision?.line]] : [],
		);
		expect(runs).toEqual([
			["defer", 27],
			["defer", 27],
		]);
	});

	it("goes on after a warning whose condition could not be decided", () => {
		const trace = [
			'>>> using ACL "acl_check_rcpt"',
			statement("warn", 3),
			'>>> warn: condition test deferred in ACL "acl_check_rcpt"',
			statement("accept", 5),
			'>>> accept: condition test succeeded in ACL "acl_check_rcpt"',
			'>>> end of ACL "acl_check_rcpt": ACCEPT',
		].join("\n");
		expect(readTrace(trace)).toMatchObject([{ run: { result: "accept", decision: { line: 5 } } }]);
	});

	it("gives nothing to a command that Exim refused before any ACL", () => {
		const trace = [
			'>>> using ACL "acl_check_rcpt"',
			statement("accept", 5),
			'>>> end of ACL "acl_check_rcpt": ACCEPT',
		].join("\n");
		const session = parseSession(
			"220 x\n501 bad: missing or malformed local part\n250 Accepted\n",
			trace,
			"RCPT TO:<bad\nRCPT TO:<dev@list.example.com>\n",
		);
		expect(rcpt(session).map((step) => [step.code, step.decision?.line])).toEqual([
			[501, undefined],
			[250, 5],
		]);
	});
});

it("never throws and gives each command one step, whatever Exim prints", () => {
	const lines = [
		...printed("bh-nested.4.98.2.stderr").split("\n"),
		...printed("bh-nested.4.96.stdout").split("\n"),
	];
	const text = fc.array(fc.oneof(fc.constantFrom(...lines), fc.string())).map((parts) => parts.join("\n"));
	const commands = fc.array(fc.constantFrom("EHLO x", "RCPT TO:<a@b>", "NOOP"), { minLength: 1 });
	fc.assert(
		fc.property(text, text, commands, (out, err, sent) => {
			readTrace(err);
			parseSession(out, err);
			const { steps } = parseSession(out, err, sent.map((command) => `${command}\r\n`).join(""));
			expect(steps.map((step) => step.command)).toEqual([null, ...sent]);
		}),
	);
});

describe("an ACL that another asks", () => {
	const asked = (...after: string[]) =>
		[
			'>>> using ACL "acl_check_rcpt"',
			'>>> processing "require" (/etc/exim.conf 10)',
			">>> check acl = lk_acl_check_rcpt",
			'>>>  using ACL "lk_acl_check_rcpt"',
			'>>>  processing "deny" (/r/exim/acl.conf 5)',
			...after,
		].join("\n");

	it("is who refused, where its refusal is passed on", () => {
		const session = parseSession(
			"220 x\r\n550 no bounces here\r\n",
			asked(
				'>>>  deny: condition test succeeded in ACL "lk_acl_check_rcpt"',
				'>>>  end of ACL "lk_acl_check_rcpt": DENY',
				'>>> require: condition test failed in ACL "acl_check_rcpt"',
				'>>> end of ACL "acl_check_rcpt": not OK',
				"LOG: H=(a) [192.0.2.1] F=<> rejected RCPT <a@b.example>: no bounces here",
			),
			"RCPT TO:<a@b.example>\r\n",
		);
		expect(session.steps.at(-1)?.decision).toMatchObject({ file: "/r/exim/acl.conf", line: 5 });
	});

	it("is not who put off what a later statement of the other couldn't find out, which is no fault", () => {
		const session = parseSession(
			"220 x\r\n451 Temporary local problem - please try later\r\n",
			asked(
				'>>>  deny: condition test failed in ACL "lk_acl_check_rcpt"',
				'>>>  processing "accept" (/r/exim/acl.conf 8)',
				'>>>  accept: condition test succeeded in ACL "lk_acl_check_rcpt"',
				'>>>  end of ACL "lk_acl_check_rcpt": ACCEPT',
				'>>> require: condition test succeeded in ACL "acl_check_rcpt"',
				'>>> processing "require" (/etc/exim.conf 12)',
				'>>> require: condition test deferred in ACL "acl_check_rcpt"',
				"LOG: H=(a) [192.0.2.1] F=<x@y.example> temporarily rejected RCPT <a@b.example>: Could not complete sender verify",
			),
			"RCPT TO:<a@b.example>\r\n",
		);
		expect(session.steps.at(-1)?.decision).toMatchObject({ file: "/etc/exim.conf", line: 12 });
		expect(session.fault).toBe(null);
	});
});
