import { RUNTIME_OPTIONS } from "../render/exim/runtime";

const OPTION = /^\s*(?:hide\s+)?(?:no_|not_)?(\w+)\b/;

/** Options that decide as whom and where an Exim runs, and those that could do something real to a canary. */
const isTheCanarys = (name: string): boolean =>
	RUNTIME_OPTIONS.some((option) => option === name) || /^(acl_|system_filter)/.test(name);

/**
 * An administrator's configuration for a canary: what says as whom and where Exim runs gives way to the canary's own,
 * and their ACLs, which sessions ask, are not asked again: whether a client may send is no question of delivery.
 * In: the text that Exim would read. Out: the same with those lines as comments; every line keeps its number.
 */
export function canaryCopy(text: string): string {
	let main = true;
	let away = false;
	return text
		.split("\n")
		.map((line) => {
			if (/^\s*begin\s/.test(line)) main = false;
			if (!main) return line;
			const comment = line.trim().startsWith("#");
			const name = OPTION.exec(line)?.[1] ?? "";
			const taken = away || (!comment && isTheCanarys(name));
			// A comment among continued lines leaves them continued (specification, 6.2).
			const goesOn = comment ? away : taken && line.trimEnd().endsWith("\\");
			const begins = taken && !away;
			away = goesOn;
			if (!taken) return line;
			return begins && name === "acl_smtp_rcpt" && !goesOn
				? "acl_smtp_rcpt = accept"
				: `# ${line.replace(/\\\s*$/, "")}`;
		})
		.join("\n");
}
