/** The path within the console that somebody wanted to see; `/` for anything that doesn't lead there. */
export const withinConsole = (path: string | null | undefined): string =>
	path && /^\/(account$|invite\/[\w-]+$|hosts(\/[\w.~%-]+)*$)/.test(path) ? path : "/";

/** Where to sign in, and to come back from to what was asked for. */
export const signInPath = (wanted: string | null): string => {
	const back = withinConsole(wanted);
	return back === "/" ? "/sign-in" : `/sign-in?back=${encodeURIComponent(back)}`;
};
