import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { Fill } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { Status } from "@/components/ui/status";
import { Switch } from "@/components/ui/switch";
import type { VerpStrategy } from "@/lib/core/system/verp";
import { Envelopes } from "./envelopes";

const STRATEGIES: readonly { value: VerpStrategy; title: string; does: string; sender: string }[] = [
	{
		value: "off",
		title: "Off: one for many",
		does: "A post leaves with one return path for all members. Least traffic, and bounces that don't say whom they are about.",
		sender: "dev-bounces@list.example.com",
	},
	{
		value: "mailman",
		title: "By Mailman: every Nth post one each",
		does: "Mailman makes a message of its own for each member. Each of them is on Exim's queue and disk.",
		sender: "dev-bounces+ann=example.net@…",
	},
	{
		value: "exim",
		title: "By Exim: one each at the door",
		does: "Mailman hands over a few messages; Exim writes each member's address as it sends. Every bounce names its member.",
		sender: "dev-bounces+ann=example.net@…",
	},
];

/** Who expands, as three cards; a radio button each, so it works by keyboard and without JavaScript. */
const Strategies = ({ fill, disabled }: { fill: Fill; disabled: boolean }) => (
	<fieldset id="verp.strategy" className="grid gap-2">
		<legend className="mb-2 font-medium">Who writes the member's address into the return path</legend>
		<div className="grid gap-3 sm:grid-cols-3">
			{STRATEGIES.map(({ value, title, does, sender }) => (
				<label
					key={value}
					className="grid cursor-pointer content-start gap-2 rounded-lg border border-control p-3 transition-colors duration-120 hover:bg-sunken has-checked:border-accent has-checked:bg-accent/5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent has-disabled:cursor-not-allowed"
				>
					<span className="flex items-start gap-2 font-medium">
						<input
							type="radio"
							name="strategy"
							value={value}
							defaultChecked={fill.text("strategy") === value}
							disabled={disabled}
							aria-labelledby={`strategy-${value}-title`}
							aria-describedby={`strategy-${value}`}
							className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
						/>
						<span id={`strategy-${value}-title`}>{title}</span>
					</span>
					<Envelopes strategy={value} />
					<span id={`strategy-${value}`} className="grid gap-2 text-muted">
						{does}
						<Mono className="text-xs break-all">{sender}</Mono>
					</span>
				</label>
			))}
		</div>
		{fill.error("strategy") ? <Status tone="danger">{fill.error("strategy")}</Status> : null}
	</fieldset>
);

const FLAGS: readonly { name: string; setting: string; label: string; help: string }[] = [
	{
		name: "passwordReminders",
		setting: "VERP_PASSWORD_REMINDERS",
		label: "Password reminders",
		help: "The monthly reminder goes to each member alone anyway: VERP there costs nothing.",
	},
	{
		name: "confirmations",
		setting: "VERP_CONFIRMATIONS",
		label: "Confirmations",
		help: "A plain reply confirms, since the token is in the sender's address.",
	},
	{
		name: "personalizedDeliveries",
		setting: "VERP_PERSONALIZED_DELIVERIES",
		label: "Personalised deliveries",
		help: "Where a post is personalised, each member gets a message anyway: VERP there costs nothing.",
	},
	{
		name: "probes",
		setting: "VERP_PROBES",
		label: "Probes",
		help: "Before delivery to a bouncing member stops, one more message asks whether the address is really dead.",
	},
	{
		name: "ownersCanPersonalize",
		setting: "OWNERS_CAN_ENABLE_PERSONALIZATION",
		label: "Owners can personalise",
		help: "List owners may put a member's own data into posts. Each such post is a queue entry a member, whoever does VERP.",
	},
];

/** What of a choice works against itself, in sentences. In: the fields as typed so far. */
function fights(text: (name: string) => string): Readonly<Record<string, string>> {
	const on = (name: string) => text(name) === "on";
	return {
		...(on("ownersCanPersonalize") &&
			!on("personalizedDeliveries") && {
				personalizedDeliveries:
					"Owners may personalise, and those posts would pay for VERP without having it.",
			}),
		...(on("probes") &&
			text("strategy") === "off" && {
				probes: "Worth most with VERP off: without it Mailman often only guesses whom a bounce is about.",
			}),
	};
}

/** All VERP settings of a host or of one installation. */
export function VerpFields({
	fill,
	typed,
	disabled,
}: {
	fill: Fill;
	/** A field as it is typed right now. */
	typed: (name: string) => string;
	disabled: boolean;
}) {
	const against = fights(typed);
	const rare = /^\s*\d{1,5}\s*$/.test(typed("interval")) ? Number(typed("interval")) : 0;
	return (
		<div className="group/verp grid gap-5">
			<Strategies fill={fill} disabled={disabled} />
			<div className="hidden group-has-[[value=mailman]:checked]/verp:block">
				<Field
					id="verp.interval"
					name="interval"
					label="Interval, in posts"
					error={fill.error("interval")}
					className="max-w-md"
					help={
						<>
							<Mono>VERP_DELIVERY_INTERVAL</Mono>: 1 is every post. With N, a dead address shows on every Nth
							post only; keep it below the posts a day of your lists.
						</>
					}
				>
					{(wiring) => (
						<Input
							{...wiring}
							mono
							inputMode="numeric"
							autoComplete="off"
							disabled={disabled}
							defaultValue={fill.text("interval")}
							className="max-w-32 tabular-nums"
						/>
					)}
				</Field>
				{/* Always there, so that its words are heard when they come. */}
				<div aria-live="polite" className="mt-2 max-w-md">
					{typed("strategy") === "mailman" && rare > 1 ? (
						<Status tone="warning">
							A list with under {rare.toLocaleString("en")} posts a day may miss bounces: on some days none of
							its posts names its members. Set 1, or leave it to Exim, which names them in every post.
						</Status>
					) : null}
				</div>
			</div>
			<p className="hidden max-w-2xl text-muted group-has-[[value=exim]:checked]/verp:block">
				<Mono>VERP_DELIVERY_INTERVAL</Mono> is written as 0 with it. With 1 or more Mailman would expand as
				well, and Exim's queue would have an entry for each member again.
			</p>
			<fieldset className="grid gap-4">
				<legend className="mb-3 font-medium">And with other messages</legend>
				{FLAGS.map(({ name, setting, label, help }) => (
					<Switch
						key={name}
						id={`verp.${name}`}
						name={name}
						label={label}
						disabled={disabled}
						defaultChecked={fill.checked(name)}
						help={
							<FlagHelp
								setting={setting}
								help={help}
								against={against[name]}
								offer={
									against[name] && !disabled && typed(name) !== "on" ? () => switchOn(`verp.${name}`) : null
								}
							/>
						}
					/>
				))}
			</fieldset>
		</div>
	);
}

/** Does what a click on a switch does: the form hears of it. */
function switchOn(id: string) {
	const control = document.getElementById(id);
	control?.click();
	control?.focus();
}

const FlagHelp = ({
	setting,
	help,
	against,
	offer,
}: {
	setting: string;
	help: ReactNode;
	against?: string | undefined;
	/** Sets the sensible value; null where it is set, or may not be. */
	offer: (() => void) | null;
}) => (
	<span className="grid justify-items-start gap-0.5">
		<Mono className="text-xs break-all">{setting}</Mono>
		<span>{help}</span>
		{against ? <Status tone="warning">{against}</Status> : null}
		{offer ? (
			<Button onClick={offer} className="mt-1">
				Switch it on
			</Button>
		) : null}
	</span>
);
