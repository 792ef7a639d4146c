import { z } from "zod";
import { parseRejectlog } from "@/lib/core/checks/parse-rejectlog";
import type { TestedAddress } from "@/lib/core/checks/types";
import { examine } from "@/lib/core/doctor/registry";
import type { HostEvent } from "@/lib/core/host/events";
import type { HostRequest, HostVerb } from "@/lib/core/host/protocol";
import { buildRelease } from "@/lib/core/release/build";
import { toldLookOf } from "@/lib/core/survey/told";
import { mailSystem } from "@/lib/core/system/mail-system";
import { testAddresses } from "./address-tests";
import { liveEximFile } from "./config";
import { confirm } from "./confirm";
import { type Host, sayVerdict } from "./context";
import { checkOnly } from "./deploy/check-only";
import { deployRelease } from "./deploy/deploy";
import { withLock } from "./deploy/lock";
import { rollBack } from "./deploy/rollback";
import { doctorFacts } from "./doctor";
import { diagnosisOf, HostFailure } from "./errors";
import { rejectlogTail } from "./exim-log";
import { inspect } from "./inspect";
import { playSessions } from "./lab";
import { countLists } from "./members";
import { mailPasswordLink } from "./password-link";
import { prune } from "./prune";
import { recover } from "./recover";
import { received, send } from "./rehearse";
import { sha256 } from "./sha256";
import { hostStatus, runningRelease } from "./status";
import { liveRelease } from "./store";
import { knownOf } from "./their-exim";
import { verify } from "./verify";

type Answer = Extract<HostEvent, { type: "result" }>;
type Verbs = { [V in HostVerb]: (host: Host, request: Extract<HostRequest, { verb: V }>) => Promise<Answer> };

/** The live configuration, for verbs that only make sense with one. Throws HostFailure where none is live. */
function needLive(host: Host): string {
	if (liveRelease(host.system, host.state) === null)
		throw new HostFailure(
			"refused",
			diagnosisOf("nothing-live", "No release is live on this host yet.", "Deploy one first."),
		);
	return liveEximFile(host.config);
}

/** Throws HostFailure where Exim runs another release than the link names: which of them may go isn't known. */
async function refuseOtherThanRuns(host: Host) {
	const running = await runningRelease(host);
	const live = liveRelease(host.system, host.state);
	if (running === null || running === live?.directory) return;
	throw new HostFailure(
		"refused",
		diagnosisOf(
			"runs-another",
			`Exim runs release ${running}, and ${host.paths.current} names ${live?.directory ?? "none"}. Nothing was removed.`,
			"Point the link back or deploy, then prune again.",
		),
	);
}

const VERBS: Verbs = {
	status: async (host) => ({ type: "result", verb: "status", status: await hostStatus(host) }),
	schema: async () => ({
		type: "result",
		verb: "schema",
		schema: z.toJSONSchema(mailSystem, { io: "input", unrepresentable: "any" }),
	}),
	render: async (host, { system }) => {
		const { id, files } = buildRelease(system, host.config.target, sha256);
		return { type: "result", verb: "render", id, files: [...files] };
	},
	check: async (host, request) => ({ type: "result", verb: "check", ...(await checkOnly(host, request)) }),
	deploy: async (host, request) => ({
		type: "result",
		verb: "deploy",
		deploy: await deployRelease(host, request),
	}),
	rollback: async (host, request) => ({
		type: "result",
		verb: "rollback",
		deploy: await rollBack(host, request),
	}),
	confirm: async (host, request) => ({
		type: "result",
		verb: "confirm",
		deploy: await confirm(host, request),
	}),
	recover: async (host, { actor }) => ({
		type: "result",
		verb: "recover",
		deploy: await recover(host, actor),
	}),
	prune: (host, request) =>
		withLock(host, request, async () => {
			await refuseOtherThanRuns(host);
			return {
				type: "result",
				verb: "prune",
				removed: prune(host, request.keep).map((release) => release.number),
			};
		}),
	verify: async (host, { tests }) => ({ type: "result", verb: "verify", ok: await verify(host, tests) }),
	doctor: async (host) => {
		const checks = examine(await doctorFacts(host));
		return {
			type: "result",
			verb: "doctor",
			ok: checks.every(({ state }) => state !== "problem"),
			checks,
		};
	},
	inspect: async (host) => ({
		type: "result",
		verb: "inspect",
		...toldLookOf(await inspect(host.system, knownOf(host))),
	}),
	test: async (host, { tests }) => {
		const tested: TestedAddress[] = await testAddresses(host, needLive(host), tests, (one) =>
			sayVerdict(host, null, one),
		);
		return { type: "result", verb: "test", ok: tested.every((one) => one.ok) };
	},
	members: async (host) => ({ type: "result", verb: "members", lists: await countLists(host) }),
	sessions: (host, request) => playSessions(host, request),
	rejected: async (host, { limit }) => ({
		type: "result",
		verb: "rejected",
		sessions: parseRejectlog(rejectlogTail(host), limit),
	}),
	send: (host, request) => send(host, request),
	"password-link": (host, request) => mailPasswordLink(host, request),
	received: async (host, { limit }) => received(host, limit),
};

/** Does what a request asks and gives its answer; on the way it tells of it. Throws HostFailure. */
export async function answer(host: Host, request: HostRequest): Promise<Answer> {
	const verb = VERBS[request.verb] as (host: Host, request: HostRequest) => Promise<Answer>;
	return verb(host, request);
}
