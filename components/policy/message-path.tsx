import { ChevronRight } from "lucide-react";
import type { PolicyPage } from "@/lib/policy/loaders";
import { PHASE_WORDS } from "./phases";
import { RuleCard } from "./rule-card";

type Phases = PolicyPage["phases"];

/** Where the message comes from and where it goes, at the ends of its line. */
const End = ({ children }: { children: string }) => (
	<p className="flex items-center gap-2 text-xs font-medium text-muted">
		<span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-control" />
		{children}
	</p>
);

/** A phase's name on the line of the path. Phases stand below each other: their rules are too many to stand beside. */
const PhaseHead = ({ phase }: { phase: Phases[number]["phase"] }) => (
	<header className="grid gap-1">
		<h2 className="flex items-center gap-2 font-mono text-mono font-semibold">
			<span aria-hidden="true" className="size-3 shrink-0 rounded-full border-2 border-accent bg-sunken" />
			{PHASE_WORDS[phase].name}
			<span aria-hidden="true" className="hidden h-px flex-1 bg-control lg:block" />
			<ChevronRight aria-hidden="true" className="-ml-4 hidden size-4 text-control lg:block" />
		</h2>
		<p className="text-xs text-muted">{PHASE_WORDS[phase].asks}</p>
	</header>
);

/** What a message from outside meets, step by step, each rule at the step where it decides. */
export const MessagePath = ({
	hostId,
	revision,
	phases,
	here = `/hosts/${hostId}/policy`,
}: {
	hostId: string;
	revision: number;
	phases: Phases;
	/** The page's own address. */
	here?: string;
}) => (
	<section
		aria-label="The path of a message from outside"
		className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-lg bg-sunken p-4"
	>
		<End>from outside</End>
		<div className="grid gap-6">
			{phases.map(({ phase, rules }) => (
				<section key={phase} aria-label={PHASE_WORDS[phase].name} className="grid content-start gap-3">
					<PhaseHead phase={phase} />
					{rules.length === 0 ? (
						<p className="text-xs text-muted">Nothing is asked here.</p>
					) : (
						<div className="grid items-start gap-3 sm:grid-cols-[repeat(auto-fill,minmax(16rem,1fr))]">
							{rules.map((rule, index) => (
								<RuleCard key={rule.id} place={index + 1} {...{ hostId, revision, rule, here }} />
							))}
						</div>
					)}
				</section>
			))}
		</div>
		<End>to the list</End>
	</section>
);

/** The way of Mailman's own mail: it passes nothing, as long as the rule that says so is on. */
export const LoopbackPath = ({ trusted }: { trusted: boolean }) => (
	<section
		aria-label="The path of Mailman's own mail"
		className="grid gap-2 rounded-lg bg-sunken p-4 lg:grid-cols-[auto_minmax(3rem,1fr)_auto_minmax(3rem,1fr)_auto] lg:items-center lg:gap-3"
	>
		<p className="text-xs font-medium">from Mailman</p>
		<Rail trusted={trusted} />
		<p className={trusted ? "text-muted" : "text-warning"}>
			{trusted ? (
				"over loopback, trusted: it passes nothing"
			) : (
				<>
					over loopback, <strong className="font-semibold">not trusted</strong>: each of its recipients meets
					the rules at RCPT.{" "}
					<a href="#policy.trustLoopback" className="underline">
						Trust mail from this host early
					</a>
				</>
			)}
		</p>
		<Rail trusted={trusted} />
		<p className="text-xs font-medium">out to the members</p>
	</section>
);

/** A double line, unbroken while nothing is asked on the way. */
const Rail = ({ trusted }: { trusted: boolean }) => (
	<span
		aria-hidden="true"
		className={`hidden h-1.5 border-y-2 lg:block ${trusted ? "border-success" : "border-dashed border-warning"}`}
	/>
);
