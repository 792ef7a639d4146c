import net from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TemporaryRoot, temporaryRoot } from "../testing/temporary-root";
import { until } from "../testing/until";
import { composeMessage, sendLetters, sendMessage } from "./send";
import { Sink, type SunkMessage } from "./sink";
import { readSinkRecords, SinkRecords } from "./sink-records";

const data = composeMessage({
	sender: "a@example.com",
	recipients: ["b@example.net"],
	subject: "hello",
	date: "Sun, 22 Nov 2026 20:00:00 +0000",
	id: "1@example.com",
});
const letter = { sender: "a@example.com", recipients: ["b@example.net"], data };

let sink: Sink;
afterEach(() => sink?.stop());

describe("the sink", () => {
	beforeEach(async () => {
		sink = await Sink.start({
			directory: null,
			refuse: (recipient) => (recipient.startsWith("gone@") ? "550 No such user" : null),
		});
	});
	const route = () => ({ host: "127.0.0.1", port: sink.port });

	it("takes a message and keeps its envelope, headers and size", async () => {
		const sent = await sendMessage(route(), letter);
		expect(sent).toMatchObject({ accepted: true, recipients: ["250 OK"], lastAnswer: "250 OK" });
		expect(sink.messages).toEqual([
			expect.objectContaining({
				sender: "a@example.com",
				recipients: ["b@example.net"],
				bytes: Buffer.byteLength(data) + data.split("\n").length - 1,
				connection: 1,
				transaction: 1,
			}),
		]);
		expect(sink.messages[0]?.headers).toContain("Subject: hello\nDate: Sun, 22 Nov 2026 20:00:00 +0000\n");
	});

	it("counts connections, transactions and recipients", async () => {
		await sendLetters(route(), [letter, { ...letter, recipients: ["b@example.net", "c@example.net"] }]);
		await sendMessage(route(), letter);
		expect([sink.connections, sink.transactions, sink.recipients]).toEqual([2, 3, 4]);
		expect(sink.messages.map(({ connection, transaction }) => [connection, transaction])).toEqual([
			[1, 1],
			[1, 2],
			[2, 1],
		]);
	});

	it("counts every byte that was sent to it, envelopes and farewells too", async () => {
		const [first, second] = await sendLetters(route(), [letter, letter]);
		const sent = [...(first?.dialogue ?? []), ...(second?.dialogue ?? [])]
			.filter((line) => line.startsWith("C: "))
			.map((line) => Number(/^C: \((\d+) bytes\)$/.exec(line)?.[1] ?? line.length - 3 + 2));
		const bytes = sent.reduce((sum, length) => sum + length, 0);
		expect(sink.bytes).toBeLessThan(bytes);
		await until("the last of them", () => (sink.wireBytes === bytes ? true : null));
	});

	it("stands for several receivers on one port, each on an address of its own", async () => {
		const other = await Sink.start({ directory: null, host: "127.0.0.9", port: sink.port });
		await sendMessage({ ...route(), host: "127.0.0.9" }, letter);
		expect([sink.transactions, other.transactions]).toEqual([0, 1]);
		await other.stop();
	});

	it("refuses whom it was told to, and takes the message for the others", async () => {
		const sent = await sendMessage(route(), { ...letter, recipients: ["gone@example.net", "b@example.net"] });
		expect(sent.recipients).toEqual(["550 No such user", "250 OK"]);
		expect(sink.messages.map((message) => message.recipients)).toEqual([["b@example.net"]]);
	});

	it("reads pipelined commands and a message in whatever pieces they come", async () => {
		const whole = Buffer.from(
			"EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n" +
				"Subject: dots\r\n\r\n..\r\n...\r\nend\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<c@example.net>\r\nDATA\r\n.\r\nQUIT\r\n",
		);
		for (let size = 1; size <= whole.length; size += size < 8 ? 1 : 29) {
			const socket = net.connect({ host: "127.0.0.1", port: sink.port, noDelay: true });
			for (let at = 0; at < whole.length; at += size)
				await new Promise<void>((sent) => socket.write(whole.subarray(at, at + size), () => sent()));
			await new Promise<void>((closed) => socket.resume().once("close", () => closed()));
			const pair: Partial<SunkMessage>[] = sink.messages.splice(0);
			expect(pair).toEqual([
				expect.objectContaining({ sender: "a@example.com", headers: "Subject: dots\n", bytes: 29 }),
				expect.objectContaining({ sender: "", recipients: ["c@example.net"], bytes: 0 }),
			]);
		}
	});
});

describe("the sink's records", () => {
	let root: TemporaryRoot;
	beforeEach(() => {
		root = temporaryRoot();
	});
	afterEach(() => root.remove());

	it("are read newest first, while the sink runs and after it", async () => {
		sink = await Sink.start({ directory: root.path });
		const route = { host: "127.0.0.1", port: sink.port };
		await sendLetters(route, [
			letter,
			{ ...letter, sender: "b@example.com" },
			{ ...letter, sender: "c@example.com" },
		]);
		await until("three records", () => (readSinkRecords(root.path, 9).length === 3 ? true : null));
		expect(readSinkRecords(root.path, 2).map((record) => record.sender)).toEqual([
			"c@example.com",
			"b@example.com",
		]);
	});

	it("stay within two files, the older of which goes", () => {
		const records = new SinkRecords(root.path, 2_000);
		const message = { at: 1, sender: "", recipients: [], headers: "x".repeat(500), bytes: 1, connection: 1 };
		for (let transaction = 1; transaction <= 40; transaction++) records.add({ ...message, transaction });
		const kept = readSinkRecords(root.path, 100).map((record) => record.transaction);
		expect(kept[0]).toBe(40);
		expect(kept.length).toBeGreaterThan(3);
		expect(kept.length).toBeLessThan(10);
		expect(kept).toEqual(kept.toSorted((a, b) => b - a));
	});
});
