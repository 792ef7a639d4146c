"use client";

import { useActionState } from "react";
import { Field, Input, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { LIST_ROUTE } from "@/lib/core/checks/names";
import { untouched } from "@/lib/kernel/form-state";
import { saveTestAction } from "@/lib/tests/actions";

/** Adds a test with what it expects. Fields that an expectation doesn't need are left alone by it. */
export function SaveTestForm({ hostId, disabledReason }: { hostId: string; disabledReason: string | null }) {
	const [state, action] = useActionState(saveTestAction, untouched);
	const typed = (name: string, otherwise = "") => String(state.values[name] ?? otherwise);
	const errors = state.fieldErrors;
	return (
		<details className="rounded-lg border bg-surface px-4 py-2" open={state.status === "refused"}>
			<summary className="min-h-7 cursor-pointer leading-7 font-medium">Save a test</summary>
			<form action={action} className="grid gap-4 py-3">
				<input type="hidden" name="hostId" value={hostId} />
				{state.message && state.status !== "done" ? (
					<Notice tone="danger" title={state.message} role="alert" />
				) : null}
				{state.status === "done" && state.message ? (
					<Notice tone="success" title={state.message} role="status" />
				) : null}
				<div className="grid gap-4 md:grid-cols-3">
					<Field name="address" id="save-address" label="Address" error={errors.address}>
						{(wiring) => <Input {...wiring} mono required defaultValue={typed("address")} />}
					</Field>
					<Field
						name="sender"
						id="save-sender"
						label="Envelope sender"
						error={errors.sender}
						help="Leave free unless it matters; <> is the null sender"
					>
						{(wiring) => <Input {...wiring} mono defaultValue={typed("sender")} />}
					</Field>
					<Field
						name="sendingHost"
						id="save-sending-host"
						label="Sending host"
						error={errors.sendingHost}
						help="Leave free unless it matters"
					>
						{(wiring) => <Input {...wiring} mono defaultValue={typed("sendingHost")} />}
					</Field>
					<Field name="expect" id="save-expect" label="Exim should answer" error={errors.expect}>
						{(wiring) => (
							<Select {...wiring} defaultValue={typed("expect", "routed")}>
								<option value="routed">routed, by the router below</option>
								<option value="redirected">sent on to the address below</option>
								<option value="undeliverable">undeliverable</option>
							</Select>
						)}
					</Field>
					<Field name="router" id="save-router" label="Router and transport" error={errors.router}>
						{(wiring) => (
							<div className="flex gap-2">
								<Input {...wiring} mono defaultValue={typed("router", LIST_ROUTE.router)} />
								<Input
									name="transport"
									aria-label="Transport"
									mono
									defaultValue={typed("transport", LIST_ROUTE.transport)}
								/>
							</div>
						)}
					</Field>
					<Field name="to" id="save-to" label="Sent on to" error={errors.to}>
						{(wiring) => <Input {...wiring} mono defaultValue={typed("to")} />}
					</Field>
					<Field name="why" id="save-why" label="What it is for" error={errors.why} className="md:col-span-2">
						{(wiring) => <Input {...wiring} maxLength={200} defaultValue={typed("why")} />}
					</Field>
				</div>
				<div>
					<SubmitButton look="plain" working="Saving…" disabledReason={disabledReason}>
						Save the test
					</SubmitButton>
				</div>
			</form>
		</details>
	);
}
