"use server";

import { z } from "zod";
import { addressTest } from "@/lib/core/host/protocol";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { requireDomain } from "@/lib/session/domain-limit";
import { listSavedTests } from "./data";
import { removeTest, saveTest } from "./mutations";
import { domainOf } from "./schema";

const name = z.string().trim().max(64);
const saveForm = z.object({
	address: z.string().trim(),
	sender: z.string().trim().default(""),
	sendingHost: z.string().trim().default(""),
	why: z.string().trim().default(""),
	expect: z.enum(["routed", "redirected", "undeliverable"], {
		error: "Choose what you expect Exim to answer.",
	}),
	router: name.default(""),
	transport: name.default(""),
	to: z.string().trim().max(512).default(""),
});

function expectationOf({ expect, router, transport, to }: z.output<typeof saveForm>) {
	if (expect === "undeliverable") return { kind: "undeliverable" };
	if (expect === "redirected") {
		if (to === "") throw new Refused({ to: "Write the address it should go on to." });
		return { kind: "redirected", to };
	}
	if (router === "") throw new Refused({ router: "Write the router's name, as in mailman_router." });
	return { kind: "routed", router, transport: transport || null };
}

/** Keeps a test: every deployment of the host makes it from now on, and fails if it isn't answered so. */
export const saveTestAction = hostAction({
	action: "tests.save",
	permission: "tests.save",
	schema: saveForm,
	change: async (access, form) => {
		const parsed = addressTest.safeParse({
			address: form.address,
			sender: form.sender === "<>" ? "" : form.sender || null,
			sendingHost: form.sendingHost || null,
			expect: expectationOf(form),
			why: form.why,
		});
		if (!parsed.success)
			throw new Refused(
				Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message])),
			);
		requireDomain(access, "tests.save", domainOf({ ...parsed.data, sendingHost: null }));
		await saveTest(access.hostId, parsed.data, access.person.name);
		return {
			message: `${parsed.data.address} is tested at every deployment.`,
			audit: { subject: parsed.data.address, after: parsed.data },
		};
	},
});

/** Forgets a saved test. */
export const removeTestAction = hostAction({
	action: "tests.remove",
	permission: "tests.save",
	schema: z.object({ id: z.string().max(64) }),
	change: async (access, { id }) => {
		const saved = (await listSavedTests(access.hostId)).find((test) => test.id === id);
		if (saved) requireDomain(access, "tests.save", domainOf({ ...saved.test, sendingHost: null }));
		const address = await removeTest(access.hostId, id);
		if (address === null) return { message: "The test was removed already.", audit: null };
		return { message: `${address} is no longer tested.`, audit: { subject: address } };
	},
});
