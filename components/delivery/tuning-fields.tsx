import type { ReactNode } from "react";
import type { Fill } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { Status } from "@/components/ui/status";
import { type OptionalNumber, OWN_DEFAULTS } from "@/lib/core/system/tuning";
import { choiceOf } from "./figures";
import { reasonsOf } from "./reasons";

/** One of the numbers, under its human title with its real name. */
const NumberField = ({
	fill,
	name,
	setting,
	label,
	help,
	placeholder,
	disabled,
}: {
	fill: Fill;
	name: string;
	setting: string;
	label: string;
	help: ReactNode;
	/** What holds while the field is empty. */
	placeholder?: string | undefined;
	disabled: boolean;
}) => (
	<Field
		id={`tuning.${name}`}
		name={name}
		label={
			<>
				{label} <Mono className="block text-xs font-normal break-all text-muted">{setting}</Mono>
			</>
		}
		help={help}
		error={fill.error(name)}
	>
		{(wiring) => (
			<Input
				{...wiring}
				mono
				inputMode="numeric"
				autoComplete="off"
				disabled={disabled}
				defaultValue={fill.text(name)}
				placeholder={placeholder}
				className="max-w-32 tabular-nums"
			/>
		)}
	</Field>
);

/** The numbers that may be left to the program. */
const OPTIONAL: readonly {
	name: OptionalNumber;
	setting: string;
	label: string;
	help: string;
	own: string;
}[] = [
	{
		name: "remoteMaxParallel",
		setting: "remote_max_parallel",
		label: "Places one message is sent to at a time",
		help: "Fewer leave more of a thin line to each; more reach the last member sooner where hosts answer slowly.",
		own: "Empty is Exim's own: 2, from 4.98 on 4.",
	},
	{
		name: "queueRunMax",
		setting: "queue_run_max",
		label: "Queue runners at a time",
		help: "How much of what waits is tried at once. 0 is no limit.",
		own: "Empty is Exim's own: 5.",
	},
	{
		name: "acceptMax",
		setting: "smtp_accept_max",
		label: "Connections Exim takes at a time",
		help: "Mailman's count too: those beyond it are put off. 0 is no limit.",
		own: "Empty is Exim's own: 20.",
	},
	{
		name: "recipientsMax",
		setting: "recipients_max",
		label: "Recipients Exim takes on a message",
		help: "At least SMTP_MAX_RCPTS, or Mailman's full messages are put off in part. 0 is no limit.",
		own: "Empty is Exim's own: 50,000.",
	},
	{
		name: "retryWaitMinutes",
		setting: "DELIVERY_RETRY_WAIT",
		label: "Minutes until Mailman tries again",
		help: "What Exim put off, as while it has too many connections.",
		own: "Empty is Mailman's own: 60.",
	},
];

/**
 * The numbers, and while one types whether they contradict each other or stall delivery; also before, where what was
 * saved by an older version does. In: the form as typed so far.
 */
export function TuningFields({
	fill,
	typed,
	installations,
	disabled,
}: {
	fill: Fill;
	typed: Readonly<Record<string, string>>;
	/** How many Mailman installations the host has: each holds a connection. */
	installations: number;
	disabled: boolean;
}) {
	const choice = choiceOf({ ...typed, strategy: "off" });
	const reasons = choice ? reasonsOf(choice.tuning, installations, (name) => Boolean(fill.error(name))) : [];
	const someSet = OPTIONAL.some(({ name }) => fill.text(name) !== "" || fill.error(name));
	return (
		<div className="grid gap-4">
			<div className="grid gap-4">
				<NumberField
					{...{ fill, disabled }}
					name="smtpMaxRcpts"
					setting="SMTP_MAX_RCPTS"
					label="Recipients on a message"
					help="5 to 50 do well: fewer reach the first member sooner, more make fewer queue entries."
				/>
				<NumberField
					{...{ fill, disabled }}
					name="smtpMaxSessionsPerConnection"
					setting="SMTP_MAX_SESSIONS_PER_CONNECTION"
					label="Messages Mailman sends on a connection"
					help="0 is no limit."
				/>
				<NumberField
					{...{ fill, disabled }}
					name="acceptQueuePerConnection"
					setting="smtp_accept_queue_per_connection"
					label="Messages Exim delivers at once from one"
					help="What comes after it waits for a queue run. 0 is no limit."
				/>
			</div>
			<details open={someSet}>
				<summary className="cursor-pointer font-medium">More numbers</summary>
				<div className="mt-3 grid gap-4">
					<p className="text-muted">What is left empty isn't written: the program's own number holds.</p>
					{OPTIONAL.map(({ help, own, ...field }) => (
						<NumberField
							key={field.name}
							{...{ fill, disabled }}
							{...field}
							help={`${help} ${own}`}
							placeholder={OWN_DEFAULTS[field.name][0]}
						/>
					))}
				</div>
			</details>
			{/* Always there, so that its words are heard when they come. */}
			<div aria-live="polite" className="grid gap-2">
				{reasons.map((reason) => (
					<Status key={reason} tone="warning">
						{reason}
					</Status>
				))}
			</div>
		</div>
	);
}
