import type { ReactNode } from "react";
import type { Fill } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { Status } from "@/components/ui/status";
import { queueingReason } from "@/lib/core/system/queueing";
import { choiceOf } from "./figures";

/** One of the numbers, under its human title with its real name. */
const NumberField = ({
	fill,
	name,
	setting,
	label,
	help,
	disabled,
}: {
	fill: Fill;
	name: string;
	setting: string;
	label: string;
	help: ReactNode;
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
				className="max-w-32 tabular-nums"
			/>
		)}
	</Field>
);

/**
 * The three numbers, and while one types whether they contradict each other.
 * In: the form as typed so far, null before anything was: then the server's own sentence is enough.
 */
export function TuningFields({
	fill,
	typed,
	disabled,
}: {
	fill: Fill;
	typed: Readonly<Record<string, string>> | null;
	disabled: boolean;
}) {
	const choice = typed && choiceOf({ ...typed, strategy: "off" });
	const reason = choice && queueingReason(choice.tuning);
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
			{/* Always there, so that its words are heard when they come. */}
			<div aria-live="polite">
				{reason && !fill.error("acceptQueuePerConnection") ? <Status tone="warning">{reason}</Status> : null}
			</div>
		</div>
	);
}
