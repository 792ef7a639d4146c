/** What is live, as the first sentence a person reads after something was not done. */
export const stillLive = (live: { number: number } | null): string =>
	live === null
		? "No release is live, as before. No mail was affected."
		: `Release ${live.number} is live. No mail was affected.`;

/** A moment for people at the host's console, in its own time zone, as in `14:05`. */
export const clock = (at: number): string =>
	new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

export const plural = (count: number, one: string, many = `${one}s`): string =>
	`${count.toLocaleString("en")} ${count === 1 ? one : many}`;
