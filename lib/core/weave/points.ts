import { type Driver, type EximConfig, type NamedValue, replaceMacros } from "../exim-config/parse";
import { ACL_STEPS } from "../host/profile";
import {
	WOVEN_ACLS,
	WOVEN_MAIN,
	WOVEN_ROUTERS_FIRST,
	WOVEN_ROUTERS_LISTS,
	WOVEN_TRANSPORTS,
	wovenCall,
} from "../render/exim/woven";
import { listRoutes } from "../survey/found-lists";
import { type Edit, RELEASE_MACRO } from "./marks";

/** Why a configuration can't be woven into, and where. */
export type WeaveProblem = { sentence: string; file: string; line: number | null; remedy: string };

const LOCAL_DOMAINS = "local_domains";

const optionOf = (driver: Driver, name: string): string | undefined =>
	driver.options.findLast((option) => option.name === name)?.value;

const ours = (target: string) => `.include ${RELEASE_MACRO}/${target}`;

/** The first line that is neither a comment nor blank; past the end where there is none. */
function firstLine(text: string): number {
	const lines = text.split("\n");
	const at = lines.findIndex((line) => line.trim() !== "" && !line.trim().startsWith("#"));
	return at < 0 ? lines.length : at + 1;
}

/** The line right behind what comes before a place: comments and blank lines above belong to what follows them. */
function behind(text: string, line: number): number {
	const lines = text.split("\n");
	let at = line;
	while (at > 1 && /^\s*(#.*)?$/.test(lines[at - 2] ?? "")) at--;
	return at;
}

/** Where a section ends in the file that it begins in. */
function endOf(config: EximConfig, name: string, textOf: (file: string) => string) {
	const at = config.sections.findIndex((section) => section.name === name);
	const begin = config.sections[at];
	const next = config.sections.slice(at + 1).find(({ file }) => file === begin?.file);
	const file = begin?.file ?? "";
	return { file, line: behind(textOf(file), next?.line ?? textOf(file).split("\n").length) };
}

/**
 * Before which router the lists' have to stand: behind the aliases, which are the administrator's to give, and before
 * a way to Mailman of their own and before this host's users.
 */
function beforeLists(config: EximConfig, routers: readonly Driver[]): Driver | undefined {
	const own = listRoutes(config)[0]?.router;
	if (own) return own;
	const isUsers = (router: Driver) => optionOf(router, "check_local_user") !== undefined;
	const isAliases = (router: Driver) =>
		optionOf(router, "driver") === "redirect" &&
		/aliases/.test(replaceMacros(optionOf(router, "data") ?? optionOf(router, "file") ?? "", config.macros));
	const users = routers.findIndex(isUsers);
	const aliases = routers.findLastIndex(
		(router, at) => isAliases(router) && !isUsers(router) && (users < 0 || at < users),
	);
	if (aliases >= 0) return routers[aliases + 1];
	return users >= 0 ? routers[users] : undefined;
}

function aclEdits(
	config: EximConfig,
	textOf: (file: string) => string,
	problems: WeaveProblem[],
): (Edit & { kind: "insert" })[] {
	const edits: (Edit & { kind: "insert" })[] = [];
	const section = config.sections.find(({ name }) => name === "acl");
	const [first] = config.sections;
	const place = section ?? first;
	if (!place) return [];
	if (!section) {
		const line = behind(textOf(place.file), place.line);
		edits.push({ kind: "insert", file: place.file, line, why: "a section for its ACLs", text: "begin acl" });
		edits.push({ kind: "insert", file: place.file, line, why: "the policy's rules", text: ours(WOVEN_ACLS) });
	} else
		edits.push({
			kind: "insert",
			file: section.file,
			line: section.line + 1,
			why: "the policy's rules",
			text: ours(WOVEN_ACLS),
		});
	for (const step of ACL_STEPS) {
		const option = config.options.find(({ name }) => name === `acl_smtp_${step}`);
		if (!option) continue;
		const named = replaceMacros(option.value, config.macros).trim();
		const acl = config.acls.find(({ name }) => name === named);
		if (!acl) {
			problems.push({
				sentence: `acl_smtp_${step} is “${named}”, which names no ACL of this configuration, so no rule can be asked there.`,
				...placeOf(option),
				remedy: `Give it an ACL in the acl section by its name, as in acl_check_${step}, then look again.`,
			});
			continue;
		}
		edits.push({
			kind: "insert",
			file: acl.file,
			line: acl.line + 1,
			why: `asks the policy's rules at ${step.toUpperCase()}`,
			text: ours(wovenCall(step)),
		});
	}
	return edits;
}

const placeOf = ({ file, line }: Pick<NamedValue, "file" | "line">) => ({ file, line });

function domainEdits(config: EximConfig, file: string, problems: WeaveProblem[]): Edit[] {
	const lists = config.lists.filter(({ kind, name }) => kind === "domainlist" && name === LOCAL_DOMAINS);
	if (lists.length === 0)
		problems.push({
			sentence: `There is no domainlist ${LOCAL_DOMAINS}, so it isn't plain which domains are this host's own.`,
			file,
			line: null,
			remedy: `Name this host's own domains by \`domainlist ${LOCAL_DOMAINS} = …\` and use that in the routers and ACLs, then look again.`,
		});
	for (const list of lists) {
		const replaced = replaceMacros(list.value, config.macros).trim();
		if (!replaced.startsWith("<") || list.value.trim().startsWith("<")) continue;
		problems.push({
			sentence: `The macro in domainlist ${LOCAL_DOMAINS} chooses a separator of its own, so no item can be put before it.`,
			...placeOf(list),
			remedy: "Write the separator before the macro, or use colons, then look again.",
		});
	}
	return lists.map((list) => ({ kind: "replace", ...placeOf(list) }));
}

/**
 * Where Listkeeper's lines belong in a configuration of one file, or of one that includes others.
 * In: what Exim reads of it, with none of our lines; the file it begins with; the text of each file; and the path,
 * through the link, of the live release's first file.
 * Out: the edits, by file, and what has to be put right by hand before.
 */
export function weavePoints(
	config: EximConfig,
	file: string,
	textOf: (file: string) => string,
	main: string,
): { edits: Edit[]; problems: WeaveProblem[] } {
	const problems: WeaveProblem[] = [];
	const routers = config.drivers.filter(({ section }) => section === "routers");
	const sectionOf = (name: string) => config.sections.find((section) => section.name === name);
	for (const name of ["routers", "transports"])
		if (!sectionOf(name))
			problems.push({
				sentence: `There is no “begin ${name}”, so this host delivers no mail of its own.`,
				file,
				line: null,
				remedy: "Remove this file and let Listkeeper write a whole configuration, or complete it by hand.",
			});
	const beforeRouter = (router: Driver | undefined) =>
		router
			? { file: router.file, line: behind(textOf(router.file), router.block) }
			: endOf(config, "routers", textOf);
	const remote = routers.find((router) =>
		["dnslookup", "manualroute"].includes(optionOf(router, "driver") ?? ""),
	);
	const transports = sectionOf("transports");
	const edits: Edit[] = [
		{
			kind: "insert",
			file,
			line: firstLine(textOf(file)),
			why: "the list domains and what the settings below come from",
			text: `.include ${main}`,
		},
		...domainEdits(config, file, problems),
		...aclEdits(config, textOf, problems),
		{
			kind: "insert",
			...beforeRouter(remote ?? routers[0]),
			why: "VERP for list mail to elsewhere",
			text: ours(WOVEN_ROUTERS_FIRST),
		},
		{
			kind: "insert",
			...beforeRouter(beforeLists(config, routers)),
			why: "mail to lists",
			text: ours(WOVEN_ROUTERS_LISTS),
		},
		...(transports
			? [
					{
						kind: "insert" as const,
						file: transports.file,
						line: transports.line + 1,
						why: "delivery to Mailman, and VERP",
						text: ours(WOVEN_TRANSPORTS),
					},
				]
			: []),
	];
	return { edits: problems.length > 0 ? [] : edits, problems };
}

/** The first file of a release that an administrator's configuration reads, through the link. In: the state directory. */
export const liveMain = (stateDirectory: string): string => `${stateDirectory}/current/${WOVEN_MAIN}`;
