"use client";

import { BreakSessions } from "@/components/changes/break-sessions";
import { Field, Input } from "@/components/ui/field";
import { PlainForm } from "@/components/ui/plain-form";
import { Status } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { approveAction } from "@/lib/approvals/actions";
import type { WayBack } from "@/lib/approvals/loaders";
import { rollBackAction } from "@/lib/deployments/actions";
import { untouched } from "@/lib/kernel/form-state";

type Props = {
	hostId: string;
	release: { number: number; id: string };
	/** The id that is live as this page knows it. */
	live: string;
	disabledReason: string | null;
	/** How four eyes stand with it; undefined where the host wants none. */
	way: WayBack | undefined;
	label: string;
};

/** Whether it goes on without approval, as an owner's emergency. */
const overrides = (way: WayBack | undefined) =>
	way !== undefined && !way.approved && !way.before && way.mayOverride;

const WANTS = "Somebody else has to approve going back to this release first.";

/** Makes a kept release live again; it is proved like any other first. */
export function RollBackForm({ hostId, release, live, disabledReason, way, label }: Props) {
	const emergency = overrides(way);
	const held = way && !way.approved && !way.before && !way.mayOverride ? WANTS : null;
	return (
		<div className="grid justify-items-end gap-1">
			<PlainForm
				action={rollBackAction}
				initial={untouched}
				hidden={{ hostId, number: String(release.number), live, ...(emergency ? { override: "on" } : {}) }}
				className="grid justify-items-end gap-1"
			>
				{(fill) => (
					<>
						{emergency ? (
							<Field
								name="note"
								id={`reason-${release.number}`}
								label="Why it can't wait for an approval"
								error={fill.error("note")}
							>
								{(wiring) => <Input {...wiring} defaultValue={fill.text("note")} />}
							</Field>
						) : null}
						<BreakSessions id={`break-${release.number}`} reason={fill.error("breakSessions")} />
						<SubmitButton
							look={emergency ? "danger" : "plain"}
							working="Starting…"
							disabledReason={disabledReason ?? held}
						>
							{emergency ? `${label} without approval` : label}
						</SubmitButton>
						{fill.state.message && fill.state.status !== "done" && !fill.error("breakSessions") ? (
							<p role="alert" className="max-w-sm text-right text-danger">
								✕ {fill.state.message}
							</p>
						) : null}
					</>
				)}
			</PlainForm>
			{way && !way.before ? <WayBackApproval {...{ hostId, live, way, release }} /> : null}
			{way?.before && !way.approved ? (
				<p className="text-muted">It was live directly before: one alone may go back to it.</p>
			) : null}
		</div>
	);
}

/** Who approved going back to a release, and the way to. */
function WayBackApproval({
	hostId,
	release,
	live,
	way,
}: Pick<Props, "hostId" | "release" | "live"> & { way: WayBack }) {
	const [first] = way.approvals;
	if (first) return <Status tone="success">{first.you ? "You" : first.name} approved it</Status>;
	return (
		<PlainForm
			action={approveAction}
			initial={untouched}
			hidden={{ hostId, reviewed: release.id, live }}
			className="grid justify-items-end gap-1"
		>
			{(fill) => (
				<>
					<SubmitButton look="quiet" working="Approving…" disabledReason={way.mayNotApprove}>
						Approve going back to {release.number}
					</SubmitButton>
					{fill.state.message ? <p role="alert">{fill.state.message}</p> : null}
				</>
			)}
		</PlainForm>
	);
}
