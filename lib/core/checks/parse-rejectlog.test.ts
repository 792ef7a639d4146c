import { expect, it } from "vitest";
import { parseRejectlog } from "./parse-rejectlog";

const LOG = `ate rejected line's end
2026-11-23 01:00:00 H=mail.away.example (client.away.example) [192.0.2.10] F=<a@away.example> rejected RCPT <news@list.example.com>: unknown user
2026-11-23 01:00:01 H=(friend) [2001:db8::1] rejected MAIL <pest@away.example>: No mail from you
2026-11-23 01:00:02 H=[192.0.2.11] rejected EHLO or HELO desktop-7: The name in HELO must be a full host name with a dot
2026-11-23 01:00:03 1xVJ0J-000130-28 H=(c.example) [192.0.2.12] F=<> temporarily rejected after DATA: malware
Envelope-from: <>
Envelope-to: <news@list.example.com>
	<staff@list.example.com>
P Received: from c.example
	by here
  Subject: hello
	there
F From: x@away.example
----------------------------------------
`;

it("reads the last refused sessions, newest first, each as far as the log tells", () => {
	const [data, helo, mail, rcpt, ...more] = parseRejectlog(LOG, 10);
	expect(more).toEqual([]);
	expect(rcpt).toEqual({
		at: "2026-11-23 01:00:00",
		from: "192.0.2.10",
		helo: "client.away.example",
		sender: "a@away.example",
		recipients: ["news@list.example.com"],
		data: null,
		reason: "unknown user",
	});
	expect(mail).toMatchObject({
		from: "2001:db8::1",
		helo: "friend",
		sender: "pest@away.example",
		recipients: [],
	});
	expect(helo).toMatchObject({ helo: "desktop-7", sender: "", reason: expect.stringContaining("a dot") });
	expect(data).toMatchObject({
		sender: "",
		recipients: ["news@list.example.com", "staff@list.example.com"],
		reason: "malware",
		data: "Subject: hello\n\tthere\nFrom: x@away.example\n\nThe rejectlog keeps no text of a message.\n",
	});
});

it("gives no more than are wanted, and nothing of a log without any", () => {
	expect(parseRejectlog(LOG, 1)).toHaveLength(1);
	expect(parseRejectlog("2026-11-23 01:00:00 exim 4.96 daemon started\n", 5)).toEqual([]);
});
