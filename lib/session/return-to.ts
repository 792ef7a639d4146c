/** The path within the console that somebody wanted to see; `/` for anything that doesn't lead there. */
export const withinConsole = (path: string | null | undefined): string =>
	path && /^\/(account$|invite\/[\w-]+$|hosts(\/[\w.~%-]+)*$)/.test(path) ? path : "/";

/** Where to go after a form that names it; `otherwise` where it names nothing within the console. */
export const onwards = (goTo: string, otherwise: string): string => {
	const path = withinConsole(goTo);
	return path === "/" ? otherwise : path;
};

/** Where to sign in, and to come back from to what was asked for. */
export const signInPath = (wanted: string | null): string => {
	const back = withinConsole(wanted);
	return back === "/" ? "/sign-in" : `/sign-in?back=${encodeURIComponent(back)}`;
};
