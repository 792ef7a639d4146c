"use client";

import { useState } from "react";
import { Card, CardTitle } from "@/components/ui/card";
import { EditForm, type Fill, SaveRow } from "@/components/ui/edit-form";
import { saveDeliveryAction } from "@/lib/delivery/actions";
import { Consequences } from "./consequences";
import { type Choice, choiceOf, EXAMPLE } from "./figures";
import type { Counted } from "./members";
import { MembersCheck } from "./members-check";
import { DELIVERY_NAMES } from "./names";
import { type Counting, OwnLists } from "./own-lists";
import { Plots } from "./plots";
import { TuningFields } from "./tuning-fields";
import { VerpFields } from "./verp-fields";

/** A form's texts by name. */
export const textsOf = (form: FormData): Record<string, string> =>
	Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"));

/** The host's VERP and its numbers, with what they cost in sight while one chooses. */
export function DeliveryForm({
	hostId,
	fields,
	revision,
	live,
	lists,
	ownParallel,
	counting,
	countHref,
	installations,
	mayNot,
	onwards = null,
}: {
	hostId: string;
	fields: Readonly<Record<string, string>>;
	revision: number;
	live: Choice | null;
	/** Lists of the host of which no bounce names its member; null where nobody knows its lists. */
	lists: readonly string[] | null;
	/** The host's Exim's own `remote_max_parallel`. */
	ownParallel: number;
	/** The host's lists where it was asked to count them, and where it is. */
	counting: Counting | null;
	countHref: string;
	/** How many Mailman installations the host has. */
	installations: number;
	mayNot: string | null;
	/** As one step of several: its own address and the next one's. What only a closer look needs is left out then. */
	onwards?: { here: string; goTo: string } | null;
}) {
	const [typed, setTyped] = useState<Record<string, string> | null>(null);
	const [example, setExample] = useState({ ...EXAMPLE, ownParallel });
	const [counted, setCounted] = useState(0);
	const disabled = mayNot !== null;
	const countWith = (list: Counted) => {
		setExample({ ...example, ...list });
		setCounted(counted + 1);
	};
	const now = (fill: Fill) =>
		typed ?? Object.fromEntries(Object.keys(fields).map((name) => [name, fill.text(name)]));
	return (
		<EditForm
			action={saveDeliveryAction}
			hostId={hostId}
			revision={revision}
			fields={fields}
			names={DELIVERY_NAMES}
			here={onwards?.here ?? `/hosts/${hostId}/delivery`}
			hidden={onwards ? { goTo: onwards.goTo } : {}}
			className="grid gap-6"
			onEdit={(form) => setTyped(textsOf(form))}
		>
			{(fill) => (
				<>
					<div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_21rem]">
						<div className="grid gap-6">
							<Card aria-label="VERP" id="verp">
								<CardTitle>VERP</CardTitle>
								<VerpFields fill={fill} typed={(name) => now(fill)[name] ?? ""} disabled={disabled} />
							</Card>
							<Card aria-label="Tuning" id="tuning">
								<CardTitle>How Mailman hands over to Exim</CardTitle>
								<TuningFields
									fill={fill}
									typed={now(fill)}
									installations={installations}
									disabled={disabled}
								/>
							</Card>
						</div>
						<Consequences
							live={live}
							here={choiceOf(now(fill))}
							example={example}
							counted={counted}
							personalised={now(fill).ownersCanPersonalize === "on"}
							onExample={setExample}
						/>
					</div>
					{onwards ? null : (
						<>
							<OwnLists counting={counting} href={countHref} onCount={countWith} />
							<MembersCheck lists={lists} onCount={countWith} />
							<Plots live={live} here={choiceOf(now(fill))} example={example} />
						</>
					)}
					<SaveRow fill={fill} mayNot={mayNot}>
						{onwards ? "Save delivery and go on" : "Save delivery"}
					</SaveRow>
				</>
			)}
		</EditForm>
	);
}
