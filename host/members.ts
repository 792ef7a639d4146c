import path from "node:path";
import type { CountedList } from "@/lib/core/host/events";
import type { FoundInstallation } from "@/lib/core/host/profile";
import { countMembers } from "@/lib/core/planner/members";
import { verpLoss, verpOverlong } from "@/lib/core/planner/verp-survives";
import { mailHostOf } from "@/lib/core/system/mail-system";
import { abreast } from "./abreast";
import { accountNamed, canBe } from "./account";
import { type Host, limitMs } from "./context";
import { absent } from "./errors";
import { linesOf } from "./exim-daemon";
import { findInstallations } from "./found";
import { liveRelease } from "./store";
import type { Account, Ran } from "./system";

/** All lists together may take so long; what isn't counted by then says so. */
const ALL_MS = 60_000;
/** What DNS allows; a longer name is none. */
const DOMAIN_CHARACTERS = 255;

/** Why an installation's programs can't be run, or as whom and by what they are. */
type Runnable = { as: Account; python: string; mailHost: string } | { why: string };

/** As whom, and by which interpreter, an installation's own programs run: as the settings say, else as its files do. */
function runnable(host: Host, found: FoundInstallation): Runnable {
	const system = liveRelease(host.system, host.state)?.system;
	const managed = system?.installations.find((one) => one.prefix === found.prefix);
	const { user, group, python } = managed ?? found;
	const as = accountNamed(user, group);
	if (as === null) return { why: `This machine has no user ${user} or no group ${group}.` };
	// Mailman's group may write to its programs: as root they would lend it root's rights.
	if (as.uid === 0)
		return {
			why: "Its lists belong to root, and Mailman's programs aren't run as root. Describe the installation with Mailman's own user, and deploy.",
		};
	if (!canBe(as)) return { why: `Listkeeper runs as another user than ${user} here, and can't become it.` };
	// Its length counts; without a domain of its own yet, the host's name stands for it.
	const mailHost = (system && managed && mailHostOf(system, managed)) ?? host.config.target.hostname;
	return { as, python, mailHost };
}

/** Why a program's words aren't a list's members; null where they are. */
function trouble(ran: Ran, seconds: number): string | null {
	if (ran.timedOut) return `bin/list_members did not end within ${Math.ceil(seconds)} s.`;
	if (ran.status === 0) return null;
	const said = linesOf(ran).at(-1) ?? `status ${ran.status}`;
	return `bin/list_members failed: ${said.replaceAll(/\S*@\S*/g, "(an address)").slice(0, 300)}`;
}

/** The addresses in what `list_members` writes, one a line. */
const addressesIn = (text: string): string[] =>
	text
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line.includes("@") && line.length - line.lastIndexOf("@") <= DOMAIN_CHARACTERS);

/**
 * Counts a list's members that get each post: neither digests nor those whose delivery is off. Source: Mailman 2.1's
 * `bin/list_members --help`.
 */
async function countOne(
	host: Host,
	{ prefix }: FoundInstallation,
	list: string,
	how: Runnable,
	end: number,
): Promise<Pick<CountedList, "count" | "why">> {
	const not = (why: string) => ({ count: null, why });
	if ("why" in how) return not(how.why);
	// The program would take it for an option.
	if (list.startsWith("-")) return not("Its name begins with a dash.");
	const timeoutMs = Math.min(limitMs(host, "program"), end - host.system.uptime());
	if (timeoutMs <= 0) return not(`Not reached within ${ALL_MS / 1_000} s.`);
	try {
		const program = path.join(prefix, "bin/list_members");
		const argv = [how.python, "-B", program, "-r", "--nomail=enabled", list];
		const ran = await host.system.run({ argv, cwd: prefix, as: how.as, timeoutMs });
		const why = trouble(ran, timeoutMs / 1_000);
		if (why !== null) return not(why);
		const members = addressesIn(ran.stdout);
		const bounces = `${list}-bounces@${how.mailHost}`;
		const lost = members.filter((member) => verpLoss(member, bounces) !== null).length;
		const overlong = members.filter((member) => verpOverlong(member, bounces) !== null).length;
		return { count: { ...countMembers(members), lost, overlong }, why };
	} catch (error) {
		if (absent(error)) return not(`${how.python} isn't there.`);
		throw error;
	}
}

/** Every list that was found on the host, with how many get its posts and where they are, or why nobody knows. */
export async function countLists(host: Host): Promise<CountedList[]> {
	const end = host.system.uptime() + ALL_MS;
	const lists = findInstallations(host).flatMap((found) => {
		const how = runnable(host, found);
		return found.lists.map((list) => ({ found, how, list }));
	});
	return abreast(lists, async ({ found, how, list }) => ({
		prefix: found.prefix,
		list,
		simulated: found.simulated,
		...(await countOne(host, found, list, how, end)),
	}));
}
