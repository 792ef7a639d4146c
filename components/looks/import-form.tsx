"use client";

import { Card, CardTitle } from "@/components/ui/card";
import { EditForm, type Fill, SaveRow } from "@/components/ui/edit-form";
import { Mono } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import type { Question } from "@/lib/core/survey/draft";
import { importAction } from "@/lib/looks/actions";
import { fieldOf, type ImportOffer, settingsInBrief } from "@/lib/looks/offer";
import { Box, Decision, DomainBoxes } from "./import-fields";

/** What stands and would be replaced. */
type Replaced = { brief: string; going: readonly string[]; goingMore: number };

/** Settings that were refused though nobody asked for them: they get a field, so that they can be put right. */
const further = (offer: ImportOffer, fill: Fill): Question[] =>
	Object.entries(fill.state.fieldErrors).flatMap(([name, why]) => {
		const setting = /^decide\.(.+)$/.exec(name)?.[1];
		if (setting === undefined || offer.questions.some((one) => one.setting === setting)) return [];
		const what = setting.split(".").at(-1) ?? setting;
		return [
			{
				setting,
				kind: "value",
				what,
				found: offer.numbers[setting] ?? null,
				proposed: null,
				why,
				place: null,
			},
		];
	});

const fieldsOf = (offer: ImportOffer): Record<string, string> => ({
	...Object.fromEntries(offer.domains.map(({ name }) => [`take.${name}`, "on"])),
	...Object.fromEntries(
		offer.questions.map(({ setting, proposed, found }) => [
			fieldOf(setting),
			// A number that conflicts is never filled in for somebody, but for one that is proposed and said to be.
			proposed ?? (setting === "administrator" ? (found ?? "") : ""),
		]),
	),
});

const Decisions = ({ offer, fill, disabled }: { offer: ImportOffer; fill: Fill; disabled: boolean }) => {
	const asked = [...offer.questions, ...further(offer, fill)];
	if (asked.length === 0 && offer.leftOutCount === 0) return null;
	return (
		<fieldset className="grid gap-4">
			<legend className="mb-2 font-medium">To be decided</legend>
			{asked.map((one) => (
				<Decision key={one.setting} asked={one} offer={offer} fill={fill} disabled={disabled} />
			))}
			{offer.leftOutCount > 0 ? (
				<div className="grid gap-2">
					<ul className="grid gap-1" aria-label="Left out">
						{offer.leftOut.map(({ what, value, place, note }) => (
							<li key={`${what} ${value} ${place.file} ${place.line}`} className="wrap-anywhere">
								{what} <Mono>{value}</Mono>{" "}
								<span className="text-muted">
									<Mono>
										{place.file}
										{place.line === null ? "" : `:${place.line}`}
									</Mono>{" "}
									{note}
								</span>
							</li>
						))}
						{offer.leftOutCount > offer.leftOut.length ? (
							<li className="text-muted">
								And {(offer.leftOutCount - offer.leftOut.length).toLocaleString("en")} more.
							</li>
						) : null}
					</ul>
					<Box name="rest" fill={fill} disabled={disabled}>
						{offer.leftOutCount === 1
							? "Leave this out: it stays as it is on the host, and no setting is made of it."
							: `Leave these ${offer.leftOutCount.toLocaleString("en")} out: they stay as they are on the host, and no setting is made of them.`}{" "}
						Domains can be added later, on the Domains page.
					</Box>
				</div>
			) : null}
		</fieldset>
	);
};

const Replacing = ({
	replaced,
	fill,
	disabled,
}: {
	replaced: Replaced | null;
	fill: Fill;
	disabled: boolean;
}) =>
	replaced === null ? null : (
		<Notice tone="warning" title="This host has settings already, and importing replaces them">
			<p className="wrap-anywhere">
				Now: {replaced.brief}. Policy stays as it is.
				{replaced.going.length > 0 ? (
					<>
						{" "}
						These domains would go: <Mono>{replaced.going.join(", ")}</Mono>
						{replaced.goingMore > 0 ? ` and ${replaced.goingMore.toLocaleString("en")} more` : ""}.
					</>
				) : null}
			</p>
			<Box name="replace" fill={fill} disabled={disabled}>
				Replace them by what is chosen here.
			</Box>
		</Notice>
	);

/**
 * Makes what was found the host's settings, as far as a person decides. Nothing is deployed by it.
 * In: what is offered, the revision of what stands, what would be replaced, why the person may not, where to go then.
 */
export const ImportForm = ({
	hostId,
	offer,
	revision,
	replaced,
	mayNot,
	here,
	goTo = "",
}: {
	hostId: string;
	offer: ImportOffer;
	revision: number;
	replaced: Replaced | null;
	mayNot: string | null;
	/** The page's own address. */
	here: string;
	goTo?: string;
}) => {
	const disabled = mayNot !== null;
	return (
		<Card aria-labelledby="import-title" id="import">
			<CardTitle>
				<span id="import-title">Import</span>
			</CardTitle>
			<p className="mb-4 max-w-prose text-muted">
				What is understood becomes this host's settings here in the console. Nothing is deployed: the Changes
				page shows what deploying would do, and the lines that Exim's own configuration would get.
			</p>
			<EditForm
				action={importAction}
				hostId={hostId}
				revision={revision}
				fields={fieldsOf(offer)}
				hidden={{
					look: offer.look,
					goTo,
					standing: settingsInBrief({
						domains: offer.domainCount,
						installations: offer.installationCount,
						administrator: offer.administrator,
					}),
				}}
				names={{ standing: "Settings" }}
				here={here}
				className="grid gap-6"
			>
				{(fill) => (
					<>
						<DomainBoxes offer={offer} fill={fill} disabled={disabled} />
						<Decisions offer={offer} fill={fill} disabled={disabled} />
						<Replacing replaced={replaced} fill={fill} disabled={disabled} />
						<SaveRow fill={fill} mayNot={mayNot} working="Importing…">
							Import these settings
						</SaveRow>
					</>
				)}
			</EditForm>
		</Card>
	);
};
