import type { EximFrame, RenderTarget } from "../../host/profile";
import type { ConfigFile } from "../../release/types";
import type { MailSystem } from "../../system/mail-system";
import { type Block, blocksText } from "../annotations";
import { renderAcls } from "./acl";
import { RELEASE_LINE, wovenMainBlocks } from "./main";
import { withNames } from "./names";
import { renderWovenRouters } from "./routers";
import { type Runtime, renderRuntime } from "./runtime";
import { renderWovenTransports } from "./transports";

/** The file that an administrator's configuration reads first: it says where the release lies that all others come from. */
export const WOVEN_MAIN = "exim/main.conf";
export const WOVEN_ACLS = "exim/acl.conf";
export const WOVEN_ROUTERS_FIRST = "exim/routers-first.conf";
export const WOVEN_ROUTERS_LISTS = "exim/routers-lists.conf";
export const WOVEN_TRANSPORTS = "exim/transports.conf";
/** What is read within an ACL of theirs. */
export const wovenCall = (step: EximFrame["acls"][number]): string => `exim/acl-${step}.conf`;

/** Whether a file that Exim names is one of these, wherever its release lies. */
export const isWovenFile = (file: string): boolean =>
	/\/exim\/(main|acl|acl-[a-z]+|routers-first|routers-lists|transports)\.conf$/.test(file);

const HEADER = [
	"# Written by Listkeeper, and read from the host's own configuration. Change settings there: an edit here is shown",
	"# as drift and lost with the next release. Above each block stands the setting it comes from, and why it is as it is.",
	"",
	"",
].join("\n");

const optionIn = (line: string): string | null => /^(\w+) =/.exec(line)?.[1] ?? null;

/** A block's options, each with its lines; lines that are no option of their own go with the one before. */
function optionsOf(block: Block): { name: string | null; lines: string[] }[] {
	const options: { name: string | null; lines: string[] }[] = [];
	let continued = false;
	for (const line of block.lines) {
		const last = options.at(-1);
		if (continued && last) last.lines.push(line);
		else options.push({ name: optionIn(line), lines: [line] });
		continued = line.endsWith("\\");
	}
	return options;
}

/** Without the options that they set: a second time would be refused. */
const withoutTheirs = (blocks: readonly Block[], { options }: EximFrame): Block[] =>
	blocks
		.map((block) => ({
			...block,
			lines: optionsOf(block)
				.filter(({ name }) => name === null || options[name] === undefined)
				.flatMap(({ lines }) => lines),
		}))
		.filter(({ lines }) => lines.length > 0);

/** A text without the lines of options that they set. */
const unsaid = (text: string, { options }: EximFrame): string =>
	text
		.split("\n")
		.filter((line) => options[optionIn(line) ?? ""] === undefined)
		.join("\n");

/** All that Listkeeper would say in the main section. */
const allMain = (system: MailSystem, frame: EximFrame): Block[] => [
	...wovenMainBlocks(system),
	...renderAcls(system.policy, frame.acls).options,
];

/** An option that the host's own configuration and a setting both decide, and differently. */
export type FrameConflict = { option: string; theirs: string; ours: string; setting: string };

/**
 * What can't be woven into a host's own configuration as it is: the first to say it would win silently.
 * Options behind which no setting stands are left to them.
 */
export function frameConflicts(system: MailSystem, frame: EximFrame): FrameConflict[] {
	return allMain(system, frame).flatMap(({ setting, lines, why }) =>
		setting === null
			? []
			: optionsOf({ setting, why, lines }).flatMap(({ name, lines: own }) => {
					const theirs = name === null ? undefined : frame.options[name];
					const ours = own.join(" ").replace(/^\w+ = /, "");
					return name === null || theirs === undefined || theirs === ours
						? []
						: [{ option: name, theirs, ours, setting }];
				}),
	);
}

/** Where theirs set the greeting, it can't name the release; where they greet by an ACL either. */
export const hidesRelease = (frame: EximFrame): boolean => frame.options.smtp_banner !== undefined;

/**
 * What an administrator's own configuration reads of a release, for the layout `woven`.
 * In: the system, the host, how this Exim runs (null as its package set it up), and whether it is for a canary.
 */
export function renderWoven(
	system: MailSystem,
	target: RenderTarget,
	running: { runtime: Runtime | null; sinkPort: number | null },
	canary = false,
): ConfigFile[] {
	const frame = target.frame ?? { acls: [], options: {}, smarthost: null };
	const acls = renderAcls(system.policy, frame.acls);
	const routers = renderWovenRouters(system, canary);
	const main = withoutTheirs(allMain(system, frame), frame);
	const files: Record<string, string> = {
		[WOVEN_MAIN]: [
			`# [fixed] The directory of this release, for every path here and in what is read further down\n${RELEASE_LINE}\n`,
			canary
				? renderRuntime(running.runtime, running.sinkPort)
				: unsaid(renderRuntime(running.runtime, running.sinkPort), frame),
			blocksText(main),
		].join("\n"),
		[WOVEN_ACLS]: acls.section,
		[WOVEN_ROUTERS_FIRST]: routers.first,
		[WOVEN_ROUTERS_LISTS]: routers.lists,
		[WOVEN_TRANSPORTS]: renderWovenTransports(canary),
		...Object.fromEntries(
			frame.acls.map((step) => [
				wovenCall(step),
				blocksText(acls.calls[step] ? [acls.calls[step]] : [], "  ") + chained(step),
			]),
		),
	};
	return Object.entries(files).map(([target, text]) => ({
		target,
		text: withNames(`${HEADER}${text}`, "woven"),
	}));
}

/** Debian's ACLs read one file of the administrator's choice; where one was chosen already, it is read after ours. */
const chained = (step: string): string =>
	["rcpt", "data"].includes(step)
		? `\n.ifdef LK_THEIR_${step.toUpperCase()}\n.include LK_THEIR_${step.toUpperCase()}\n.endif\n`
		: "";
