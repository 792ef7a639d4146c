/**
 * Ends the program once all it said was written: whatever is still open must not keep it alive.
 * A reader that left never takes the rest, so it is waited for only so long.
 */
export async function exit(status: number): Promise<never> {
	const written = (stream: NodeJS.WriteStream) => new Promise<void>((done) => stream.write("", () => done()));
	const patience = new Promise<void>((done) => setTimeout(done, 5_000).unref());
	await Promise.race([Promise.all([written(process.stdout), written(process.stderr)]), patience]);
	process.exit(status);
}
