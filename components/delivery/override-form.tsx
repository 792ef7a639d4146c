"use client";

import { useState } from "react";
import { EditForm, SaveRow } from "@/components/ui/edit-form";
import { saveOverrideAction } from "@/lib/delivery/actions";
import { textsOf } from "./delivery-form";
import { DELIVERY_NAMES } from "./names";
import { VerpFields } from "./verp-fields";

const CHOICES = [
	{ value: "host", label: "As the host" },
	{ value: "own", label: "Settings of its own" },
] as const;

/** One installation's VERP: the host's, or its own. */
export function OverrideForm({
	hostId,
	id,
	fields,
	revision,
	mayNot,
}: {
	hostId: string;
	id: string;
	fields: Readonly<Record<string, string>>;
	revision: number;
	mayNot: string | null;
}) {
	const [typed, setTyped] = useState<Record<string, string> | null>(null);
	const disabled = mayNot !== null;
	return (
		<EditForm
			action={saveOverrideAction}
			hostId={hostId}
			revision={revision}
			hidden={{ id }}
			fields={fields}
			names={DELIVERY_NAMES}
			here={`/hosts/${hostId}/delivery/${id}`}
			className="group/own grid max-w-4xl gap-5"
			onEdit={(form) => setTyped(textsOf(form))}
		>
			{(fill) => (
				<>
					<fieldset className="flex flex-wrap gap-4">
						<legend className="mb-2 font-medium">VERP of {id}</legend>
						{CHOICES.map(({ value, label }) => (
							<label key={value} className="flex min-h-7 items-center gap-2">
								<input
									type="radio"
									name="own"
									value={value}
									defaultChecked={fill.text("own") === value}
									disabled={disabled}
									className="size-4 accent-accent"
								/>
								{label}
							</label>
						))}
					</fieldset>
					<div className="hidden group-has-[[value=own]:checked]/own:block">
						<VerpFields
							fill={fill}
							typed={(name) => (typed ? (typed[name] ?? "") : fill.text(name))}
							disabled={disabled}
						/>
					</div>
					<SaveRow fill={fill} mayNot={mayNot}>
						Save
					</SaveRow>
				</>
			)}
		</EditForm>
	);
}
