import "server-only";
import { outsideAddress } from "@/lib/core/checks/derive";
import { labSamples } from "@/lib/core/policy/lab-samples";
import { loadMailSystem } from "@/lib/hosts/data";
import { loadHost } from "@/lib/hosts/loaders";
import { whyNot } from "@/lib/session/permissions";
import { listsOf } from "@/lib/tests/schema";
import { fieldsOfSession } from "./schema";

/** For the lab: the samples on this host's own lists, and the one to begin with. In: a sample's id, or none. */
export async function loadLab(hostId: string, chosen: string | undefined) {
	const { access, host } = await loadHost(hostId);
	const desired = await loadMailSystem(hostId);
	const system = host.status?.live?.system ?? desired.data ?? null;
	const lists = system && host.status ? listsOf(system, host.status.profile.found) : {};
	const domain = system?.domains.find((one) => (lists[one.installation] ?? []).length > 0);
	const list = domain && (lists[domain.installation] ?? []).find((name) => name !== "mailman");
	const samples = labSamples({
		list: list ?? "announce",
		domain: domain?.name ?? "list.example.com",
		outside: system ? outsideAddress(system).replace(/^.*@/, "") : "example.net",
	});
	const sample = samples.find((one) => one.id === chosen) ?? samples[0];
	return {
		host,
		samples: samples.map(({ id, title }) => ({ id, title, chosen: id === sample?.id })),
		fields: sample ? fieldsOfSession(sample.session) : null,
		mayNot: whyNot(access.role, "tests.run"),
	};
}
