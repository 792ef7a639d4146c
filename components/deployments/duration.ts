/** A duration as a clock beside a step: `0.24 s`, `12 s`, `3 min 5 s`. In: ms. */
export function shortDuration(ms: number): string {
	if (ms < 10_000) return `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : 1)} s`;
	const seconds = Math.round(ms / 1_000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** What a countdown shows: `9:05`, `1:00:00`. In: ms. */
export function clockFace(ms: number): string {
	const seconds = Math.max(0, Math.ceil(ms / 1_000));
	const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
	const two = (n: number) => String(n).padStart(2, "0");
	return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
