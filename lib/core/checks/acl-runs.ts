/** The ACL statement that decided, as Exim's own trace names it. */
export type Decision = {
	acl: string;
	verb: string;
	file: string | null;
	/** The statement's line in that file; null before 4.94, which doesn't print it. */
	line: number | null;
};

/** One passage through an ACL: how it ended, by which statement, and what was logged meanwhile. */
export type AclRun = {
	acl: string;
	/** `fault` is a statement that could not be evaluated. */
	result: "accept" | "deny" | "drop" | "defer" | "discard" | "fault";
	/** Null where no statement applied and the end of the ACL denied. */
	decision: Decision | null;
	/** Statements that would have judged further, and didn't, for the host or sender is one of the administrator's exemptions. */
	spared: Decision[];
	log: string[];
};

/** What stands between runs: a line that Exim logged outside any. */
export type TraceItem = { kind: "run"; run: AclRun } | { kind: "log"; text: string };

/** 4.98 indents what follows an undecided condition, some of it behind bars. */
const TRACE = /^>>>[\s╎]*(.*)$/;
const BEGINS = /^using ACL "(.*)"$/;
const STATEMENT = /^processing "(\w+)"(?: \((.*) (\d+)\))?/;
const CHECK = /^check (.*)$/;
/** The lists that the rule “exemptions” renders, in either layout. */
const EXEMPT = /^!(hosts|senders) = \+(lk_)?exempt_\1$/;
const FAILED = /^\w+: condition test failed in ACL/;
const BROKEN = /^(\w+): condition test (error|deferred) in ACL/;
const ENDS = /^end of ACL "(.*)": (implicit )?(ACCEPT|DENY|DROP|DEFER|DISCARD|ERROR|not OK)/;

const RESULTS: Readonly<Record<string, AclRun["result"]>> = {
	ACCEPT: "accept",
	DENY: "deny",
	DROP: "drop",
	DEFER: "defer",
	DISCARD: "discard",
	ERROR: "fault",
	"not OK": "deny",
};

/** An ACL that is being gone through. `refusal` is the statement of an ACL that its statement asks, where that refused. */
type Frame = { acl: string; statement: Decision | null; refusal: Decision | null };

/** Reads the trace that `exim -bh` writes on stderr, in order. Never throws. */
export function readTrace(stderr: string): TraceItem[] {
	const items: TraceItem[] = [];
	let frames: Frame[] = [];
	let inner: Decision | null = null as Decision | null;
	let log: string[] = [];
	let spared: Decision[] = [];
	let check = "";
	const end = (acl: string, result: AclRun["result"], decision: Decision | null) => {
		items.push({ kind: "run", run: { acl, result, decision, spared, log } });
		frames = [];
		inner = null;
		log = [];
		spared = [];
	};
	for (const line of stderr.split(/\r?\n/)) {
		const text = TRACE.exec(line)?.[1];
		if (text === undefined) {
			const logged = /^LOG: (.*)$/.exec(line)?.[1];
			if (logged === undefined) continue;
			if (frames.length > 0) log.push(logged);
			else items.push({ kind: "log", text: logged });
			continue;
		}
		const frame = frames.at(-1);
		const begins = BEGINS.exec(text);
		const statement = STATEMENT.exec(text);
		const broken = BROKEN.exec(text);
		check = CHECK.exec(text)?.[1]?.trim() ?? check;
		if (FAILED.test(text) && EXEMPT.test(check) && frame?.statement) spared.push(frame.statement);
		const ends = ENDS.exec(text);
		if (begins) frames.push({ acl: begins[1] ?? "", statement: null, refusal: null });
		else if (!frame) continue;
		else if (statement) {
			frame.refusal = null;
			inner = null;
			check = "";
			frame.statement = {
				acl: frame.acl,
				verb: statement[1] ?? "",
				file: statement[2] ?? null,
				line: statement[3] === undefined ? null : Number(statement[3]),
			};
		} else if (broken && broken[1] !== "warn") {
			// No line says that this ACL has ended; an outer one says the same of its own statement next.
			inner ??= frame.statement;
			frames.pop();
			if (frames.length === 0) end(frame.acl, broken[2] === "error" ? "fault" : "defer", inner);
		} else if (ends) {
			const result = RESULTS[ends[3] ?? ""] ?? "fault";
			// A `require` that asks another ACL passes that one's refusal on, and its words: who refused is there.
			const by: Decision | null = ends[2] ? inner : (frame.refusal ?? frame.statement);
			frames.pop();
			const outer = frames.at(-1);
			if (outer?.statement?.verb === "require" && (result === "deny" || result === "drop"))
				outer.refusal = by;
			if (frames.length === 0) end(frame.acl, result, by);
			else inner = by;
		}
	}
	// Exim died inside an ACL: the statement it was at is the last it has said.
	const last = frames.at(-1);
	if (last) end(last.acl, "fault", last.statement);
	return items;
}
