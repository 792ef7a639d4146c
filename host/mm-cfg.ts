import { z } from "zod";
import type { Host } from "./context";
import { limitMs } from "./context";
import { absent, diagnosisOf, HostFailure } from "./errors";
import { linesOf } from "./exim-daemon";
import type { Account, Ran, System } from "./system";
import { ownMmCfg } from "./weaves";

const MARK = "listkeeper-values:";

/**
 * Imports a text as an installation's `mm_cfg`, under its own interpreter and among its own modules, writing
 * nothing, and prints what it says. Runs on Python 2.7 and 3: both read base64 the same way.
 */
const PROGRAM = `
import base64, json, sys, types
sys.dont_write_bytecode = True
prefix, file, text = [base64.b64decode(word) for word in (@WORDS@)]
prefix, file = str(prefix.decode('utf-8')), str(file.decode('utf-8'))
sys.path[:0] = [prefix, prefix + '/Mailman', prefix + '/pythonlib']
import Mailman
module = types.ModuleType('Mailman.mm_cfg')
module.__file__ = file
module.__package__ = 'Mailman'
sys.modules['Mailman.mm_cfg'] = sys.modules['mm_cfg'] = module
exec(compile(text, file, 'exec'), module.__dict__)
def plain(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return dict((str(key), plain(value[key])) for key in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value)
values = dict((name, plain(value)) for name, value in vars(module).items()
    if name.isupper() and not callable(value) and not isinstance(value, types.ModuleType))
sys.stdout.write('${MARK}' + json.dumps(values) + '\\n')
`;

const values = z.record(z.string(), z.unknown());
export type MmCfgValues = z.infer<typeof values>;

/** How a text is given to an interpreter that imports it as an installation's `mm_cfg`. In: the text as `readBytes` gives it. */
const importing = (prefix: string, python: string, text: string) => ({
	argv: [python, "-B", "-"],
	stdin: PROGRAM.replace(
		"@WORDS@",
		[Buffer.from(prefix), Buffer.from(ownMmCfg(prefix)), Buffer.from(text, "latin1")]
			.map((bytes) => `'${bytes.toString("base64")}'`)
			.join(", "),
	),
});

/** The values in what the interpreter wrote; null where it came to none. */
function valuesIn(ran: Ran): MmCfgValues | null {
	const line = ran.stdout.split("\n").find((one) => one.startsWith(MARK));
	return ran.status === 0 && line ? values.parse(JSON.parse(line.slice(MARK.length))) : null;
}

/** What an installation reads from its own `mm_cfg.py` as it is; null and what was said where it can't. */
export async function readSettings(
	system: System,
	prefix: string,
	python: string,
	timeoutMs: number,
): Promise<{ values: MmCfgValues | null; said: string[] }> {
	try {
		const text = system.readBytes(ownMmCfg(prefix)) ?? "";
		const ran = await system.run({ ...importing(prefix, python, text), timeoutMs });
		const read = valuesIn(ran);
		return { values: read, said: read ? [] : linesOf(ran) };
	} catch (error) {
		if (absent(error)) return { values: null, said: [`${python} isn't there.`] };
		throw error;
	}
}

/**
 * What Mailman would see in a text, were it an installation's `mm_cfg.py`.
 * In: the prefix, the interpreter, the text as `readBytes` gives it, and as whom to run it (null is the process user).
 * Out: every upper-case name with its value. Throws HostFailure with the interpreter's own words.
 */
export async function importMmCfg(
	host: Host,
	prefix: string,
	python: string,
	text: string,
	as: Account | null = null,
): Promise<MmCfgValues> {
	const file = ownMmCfg(prefix);
	const ran = await host.system.run({
		...importing(prefix, python, text),
		timeoutMs: limitMs(host, "program"),
		...(as ? { as } : {}),
	});
	const read = valuesIn(ran);
	if (read) return read;
	const said = linesOf(ran);
	throw new HostFailure(
		"refused",
		diagnosisOf(
			ran.timedOut ? "mm-cfg-time-out" : "mm-cfg",
			ran.timedOut
				? `${python} did not finish importing ${file} within ${host.config.timeLimits.program} s.`
				: `Mailman could not import ${file} with these settings: ${said.at(-1) ?? `status ${ran.status}`}.`,
			`Put right what ${python} says of ${file}, then deploy again.`,
			{ said, place: { file, line: lineNumber(said, file), text: null } },
		),
	);
}

/** The last line of a file that a Python traceback names. */
function lineNumber(said: readonly string[], file: string): number | null {
	const named = said.filter((line) => line.includes(`"${file}"`)).at(-1);
	const number = /line (\d+)/.exec(named ?? "")?.[1];
	return number ? Number(number) : null;
}

/** How many queue runners an installation has when it is whole, from `QRUNNERS`; at least one. */
export function runnerCount(settings: MmCfgValues): number {
	const runners = z.array(z.tuple([z.string(), z.number()])).safeParse(settings.QRUNNERS);
	return runners.success
		? Math.max(
				1,
				runners.data.reduce((sum, [, count]) => sum + count, 0),
			)
		: 1;
}
