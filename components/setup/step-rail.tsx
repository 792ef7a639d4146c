import { CircleCheck, CircleDashed, CircleDot } from "lucide-react";
import Link from "next/link";
import { numberOf, SETUP_STEPS, type SetupStep, STEP_TITLES, stepHref } from "@/lib/setup/steps";

type Props = { hostId: string | null; current: SetupStep; done: readonly SetupStep[] };

const STATES = {
	done: { icon: CircleCheck, look: "text-success", word: "done" },
	current: { icon: CircleDot, look: "text-accent", word: "open" },
	next: { icon: CircleDashed, look: "text-muted", word: "not yet" },
} as const;

/** A step with its number, and in a word how it stands. */
function Entry({ step, current, done }: { step: SetupStep } & Omit<Props, "hostId">) {
	const here = step === current;
	const { icon: Icon, look, word } = STATES[done.includes(step) ? "done" : here ? "current" : "next"];
	return (
		<>
			<span className="flex items-center gap-1.5 whitespace-nowrap">
				<Icon aria-hidden="true" className={`size-4 shrink-0 ${look}`} />
				<span className={here ? "font-semibold" : "font-medium"}>
					<span className="font-mono text-mono font-normal text-muted">{numberOf(step)}. </span>
					{STEP_TITLES[step]}
				</span>
			</span>
			<span className="text-xs text-muted">{here && word === "done" ? `${word}, open` : word}</span>
		</>
	);
}

const Steps = ({ hostId, current, done, className }: Props & { className: string }) => (
	<ol aria-label="Steps of the set-up" className={className}>
		{SETUP_STEPS.map((step) => {
			const look = `grid min-h-9 content-center gap-0.5 rounded-md border px-2 py-1.5 ${
				step === current ? "border-accent bg-surface" : "border-transparent"
			}`;
			return (
				<li key={step} aria-current={step === current ? "step" : undefined}>
					{hostId === null ? (
						<span className={look}>
							<Entry {...{ step, current, done }} />
						</span>
					) : (
						<Link href={stepHref(hostId, step)} className={`${look} hover:bg-sunken`}>
							<Entry {...{ step, current, done }} />
						</Link>
					)}
				</li>
			);
		})}
	</ol>
);

/** All steps in their order, each done, open, or not yet. On a narrow screen one line that opens to them. */
export const StepRail = (props: Props) => (
	<>
		<details className="mb-6 rounded-lg border bg-surface lg:hidden">
			<summary className="min-h-9 cursor-pointer px-3 py-1.5 font-medium">
				Step {numberOf(props.current)} of {SETUP_STEPS.length}: {STEP_TITLES[props.current]}
			</summary>
			<Steps {...props} className="grid gap-1 border-t p-2 sm:grid-cols-2" />
		</details>
		<Steps
			{...props}
			className="mb-6 hidden grid-cols-5 gap-1 rounded-lg bg-sunken p-1.5 lg:grid 2xl:grid-cols-10"
		/>
	</>
);
