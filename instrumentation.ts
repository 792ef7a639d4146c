/** Next calls it once, before the first request is served. */
export async function register() {
	if (process.env.NEXT_RUNTIME === "nodejs") (await import("@/lib/kernel/front-door")).openFrontDoor();
}
