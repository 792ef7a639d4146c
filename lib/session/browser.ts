const BROWSERS = [
	["Edge", /\bEdg\//],
	["Firefox", /\bFirefox\//],
	["Chromium", /\b(Chrome|Chromium|HeadlessChrome)\//],
	["Safari", /\bSafari\//],
	["curl", /^curl\//],
] as const;
const SYSTEMS = [
	["Android", /Android/],
	["iPhone or iPad", /iPhone|iPad/],
	["Windows", /Windows/],
	["macOS", /Mac OS X/],
	["Linux", /Linux/],
] as const;

/** A browser by what it says of itself, in a word or two: a help to memory and no proof. */
export function browserInWords(userAgent: string | null): string {
	const says = (known: readonly (readonly [string, RegExp])[]) =>
		known.find(([, pattern]) => pattern.test(userAgent ?? ""))?.[0];
	const browser = says(BROWSERS) ?? "Unknown browser";
	const system = says(SYSTEMS);
	return system ? `${browser} on ${system}` : browser;
}
