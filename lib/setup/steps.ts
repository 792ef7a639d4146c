/** The way of a new host from being connected to being seen to work, in order. */
export const SETUP_STEPS = [
	"connect",
	"look",
	"import",
	"domains",
	"delivery",
	"policy",
	"review",
	"dry-run",
	"deploy",
	"verify",
] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** The steps that nothing but a person's word can tell to be done. */
export const NOTED_STEPS = ["domains", "delivery", "policy"] as const satisfies readonly SetupStep[];
export type NotedStep = (typeof NOTED_STEPS)[number];

/** Whether what stands on the host is taken over, or the host begins with nothing. */
export type Way = "import" | "fresh";

export const STEP_TITLES: Readonly<Record<SetupStep, string>> = {
	connect: "Connect",
	look: "Look",
	import: "Import",
	domains: "Domains",
	delivery: "Delivery",
	policy: "Policy",
	review: "Review",
	"dry-run": "Dry run",
	deploy: "Deploy",
	verify: "Verify",
};

/** What decides how far a set-up has come. Releases are named by their ids; null is none. */
export type SetupFacts = {
	/** Whether the host has answered once. */
	heard: boolean;
	looked: boolean;
	way: Way | null;
	/** The steps that somebody said are done. */
	noted: readonly string[];
	installations: number;
	domains: number;
	/** What the settings make; null while they make none. */
	desired: string | null;
	reviewed: string | null;
	/** What passed the last dry run. */
	rehearsed: string | null;
	live: string | null;
	/** Whether what is live reverts by itself unless somebody confirms it. */
	pending: boolean;
	/** What was live when everything was seen to work last. */
	verified: string | null;
};

const deployed = ({ live, desired }: SetupFacts): boolean => live !== null && live === desired;

/** Whether a step is done. What is live has every step before it behind it, whoever took it there. */
export function isDone(step: SetupStep, facts: SetupFacts): boolean {
	if (step === "verify") return deployed(facts) && !facts.pending && facts.verified === facts.live;
	if (step === "deploy") return deployed(facts) && !facts.pending;
	if (deployed(facts)) return true;
	const is = (id: string | null) => id !== null && id === facts.desired;
	switch (step) {
		case "connect":
			return facts.heard;
		case "look":
			return facts.looked || facts.way !== null;
		case "import":
			return facts.way !== null;
		case "domains":
			return facts.noted.includes(step) && facts.domains > 0;
		case "delivery":
		case "policy":
			return facts.noted.includes(step);
		case "review":
			return is(facts.reviewed);
		case "dry-run":
			return is(facts.rehearsed);
	}
}

/** The first step that isn't done; null where all of them are. */
export const nextStep = (facts: SetupFacts): SetupStep | null =>
	SETUP_STEPS.find((step) => !isDone(step, facts)) ?? null;

/** What a step can't do without, and the step that gives it. */
export type StepNeed = { sentence: string; step: SetupStep };

const HEARD: StepNeed = {
	sentence: "The host has not answered yet. What it needs depends on what is there.",
	step: "connect",
};

/** What a step still needs before anything can be done in it; null where nothing is missing. */
export function needOf(step: SetupStep, facts: SetupFacts): StepNeed | null {
	if (step === "connect") return null;
	if (!facts.heard) return HEARD;
	switch (step) {
		case "review":
		case "dry-run":
		case "deploy":
			if (facts.domains === 0)
				return { sentence: "No domain is here yet, so there is nothing to prove.", step: "domains" };
			if (step !== "review" && facts.desired === null)
				return { sentence: "Settings stand in the way of a release. The review names them.", step: "review" };
			if (step === "deploy" && !isDone("review", facts))
				return {
					sentence: "These settings have not been reviewed. See first what deploying them would change.",
					step: "review",
				};
			return null;
		case "verify":
			return facts.live === null
				? { sentence: "Nothing is live yet, so there is nothing to verify.", step: "deploy" }
				: null;
		default:
			return null;
	}
}

/** A step's number, from 1, as it is named beside the number of all. */
export const numberOf = (step: SetupStep): number => SETUP_STEPS.indexOf(step) + 1;

/** The step before and after one; null at the ends. */
export const stepBefore = (step: SetupStep): SetupStep | null => SETUP_STEPS[numberOf(step) - 2] ?? null;
export const stepAfter = (step: SetupStep): SetupStep | null => SETUP_STEPS[numberOf(step)] ?? null;

/** A step's page. */
export const stepHref = (hostId: string, step: SetupStep): string => `/hosts/${hostId}/setup/${step}`;

const SETTING_STEPS: Readonly<Record<string, SetupStep>> = {
	administrator: "domains",
	domains: "domains",
	installations: "domains",
	verp: "delivery",
	tuning: "delivery",
	policy: "policy",
};

/** Where in the set-up a setting is edited (a path in MailSystem, as in `installations.com.user`); null for none. */
export function setupHref(hostId: string, setting: string | null): string | null {
	const [root = "", id, field] = setting?.split(".") ?? [];
	const step = SETTING_STEPS[root];
	if (!step) return null;
	const page = stepHref(hostId, step);
	if (root === "installations" && id)
		return `${page}?installation=${encodeURIComponent(id)}#${field ? `field-${field}` : "installation"}`;
	return `${page}#${setting}`;
}
