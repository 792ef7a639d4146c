import net from "node:net";
import { describe, expect, it } from "vitest";
import { choosePort } from "./port.mjs";

const listening = async <T>(port: number, work: () => Promise<T>): Promise<T> => {
	const server = net.createServer();
	await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
	try {
		return await work();
	} finally {
		await new Promise((resolve) => server.close(resolve));
	}
};

describe("the port", () => {
	it("is the next free one when nobody asked for another", async () => {
		const first = await choosePort("127.0.0.1", null);
		const next = await listening(first, () => choosePort("127.0.0.1", null));
		expect(next).toBeGreaterThan(first);
		expect(next).toBeLessThan(3100);
	});

	it("that was asked for is taken or refused, never exchanged", async () => {
		const free = await choosePort("127.0.0.1", null);
		expect(await choosePort("127.0.0.1", free)).toBe(free);
		await listening(free, () =>
			expect(choosePort("127.0.0.1", free)).rejects.toThrow(`Port ${free} on 127.0.0.1 is taken.`),
		);
	});
});
