// What `bin/listkeeper audit …` and `account …` run: the console's own side of the command line, beside its database.
import { readFileSync } from "node:fs";
import { verifyAudit } from "@/lib/audit/data";
import { acceptAudit } from "@/lib/audit/mutations";
import { audited } from "@/lib/kernel/audit";
import { beginReset, RESET_MINUTES } from "@/lib/team/mutations";

const USAGE = `Usage: bin/listkeeper audit verify
       bin/listkeeper audit accept REASON
       bin/listkeeper account reset EMAIL [--second-factor]

audit verify   follows the audit's chain and names every row that was changed, moved or is missing
audit accept   after a restored backup: notes the reason in the audit and goes on from the last row there is

account reset  makes a link to choose a new password, for whoever can't sign in; it works once, for an hour
               --second-factor also takes the second factor away, for whoever has lost the app and the codes

They look where npm run up does: LISTKEEPER_STATE, DATABASE_URL.
The exit status is 0 (all is well), 1 (a problem was found) or 2 (wrong usage).
`;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Who sits at the command line: as root by `sudo`, who called it. */
const person = () => process.env.SUDO_USER || process.env.USER || `user ${process.getuid?.() ?? "unknown"}`;

async function verify(): Promise<number> {
	const { rows, last, problems } = await verifyAudit();
	for (const { sentence } of problems) say(sentence);
	const counted = `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;
	if (problems.length > 0) {
		say(`${problems.length} ${problems.length === 1 ? "problem" : "problems"} in ${counted}.`);
		return 1;
	}
	say(last ? `The chain is whole: ${counted}, the last one ${last.hash}.` : "The audit is empty.");
	return 0;
}

async function accept(reason: string): Promise<number> {
	await acceptAudit(reason, person());
	say("Noted. What is missing or changed before this row stays named by audit verify.");
	return 0;
}

async function reset(email: string, alsoSecondFactor: boolean): Promise<number> {
	const row = {
		action: "account.reset-begin",
		actor: { name: person() },
		hostId: null,
		subject: email.toLowerCase(),
		after: { secondFactor: alsoSecondFactor ? "taken away" : "as it is" },
		from: "the console's command line",
	};
	const token = await audited(async () => {
		const made = await beginReset(email.toLowerCase(), alsoSecondFactor);
		return { result: made, rows: made === null ? [] : [row] };
	});
	if (token === null) {
		say(`No account has the address ${email}.`);
		return 1;
	}
	const base = process.env.LISTKEEPER_URL ?? runningAddress() ?? "http://127.0.0.1:3000";
	say(`Within ${RESET_MINUTES} minutes, open: ${new URL(`/reset/${token}`, base).href}`);
	return 0;
}

/** The address of the console that runs from this state directory; null where none does. */
function runningAddress(): string | null {
	try {
		return JSON.parse(readFileSync(`${process.env.LISTKEEPER_STATE}/up.json`, "utf8")).url;
	} catch {
		return null;
	}
}

async function main(): Promise<number> {
	const [noun, verb, ...rest] = process.argv.slice(2);
	if (noun === "audit" && verb === "verify" && rest.length === 0) return verify();
	if (noun === "audit" && verb === "accept" && rest.join(" ").trim() !== "") return accept(rest.join(" "));
	const [email, option, ...more] = rest;
	if (noun === "account" && verb === "reset" && email && more.length === 0)
		if (option === undefined || option === "--second-factor") return reset(email, option !== undefined);
	process.stderr.write(USAGE);
	return 2;
}

// The drivers keep sockets and timers open.
main().then(
	(status) => process.exit(status),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
