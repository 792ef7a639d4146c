import type { Fill } from "@/components/ui/edit-form";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import type { Question } from "@/lib/core/survey/draft";
import { LEAVE_OUT } from "@/lib/core/survey/leave-out";
import { fieldOf, type ImportOffer } from "@/lib/looks/offer";

/** A box with its sentence, and what is wrong where it isn't ticked. */
export const Box = ({
	name,
	fill,
	disabled,
	children,
}: {
	name: string;
	fill: Fill;
	disabled: boolean;
	children: React.ReactNode;
}) => (
	<div className="grid gap-1">
		<label className="flex min-h-7 items-start gap-2">
			<input
				type="checkbox"
				name={name}
				defaultChecked={fill.checked(name)}
				disabled={disabled}
				aria-invalid={fill.error(name) ? true : undefined}
				aria-describedby={fill.error(name) ? `${name}-error` : undefined}
				className="mt-0.5 size-4 shrink-0 accent-accent"
			/>
			<span className="min-w-0 wrap-anywhere">{children}</span>
		</label>
		{fill.error(name) ? (
			<p id={`${name}-error`} className="text-danger">
				<span aria-hidden="true">✕ </span>
				{fill.error(name)}
			</p>
		) : null}
	</div>
);

type Of = { offer: ImportOffer; fill: Fill; disabled: boolean };

/** The domains that were found, each with a box; those beyond the first ones can be named to be left out. */
export const DomainBoxes = ({ offer, fill, disabled }: Of) => {
	const more = offer.domainCount - offer.domains.length;
	return (
		<fieldset className="grid gap-1">
			<legend className="mb-1 font-medium">
				Domains to import ({offer.domainCount.toLocaleString("en")} found)
			</legend>
			{offer.domains.map(({ name, prefix }) => (
				<Box key={name} name={`take.${name}`} fill={fill} disabled={disabled}>
					<Mono>{name}</Mono> <span className="text-muted">in {prefix}</span>
				</Box>
			))}
			<p className="text-muted">
				What you untick stays as it is on the host: its own router goes on serving it, and Listkeeper knows
				nothing of it.
			</p>
			{more > 0 ? (
				<Field
					name="leave"
					label={`Leave out of the other ${more.toLocaleString("en")}`}
					help="One name a line. All that aren't named are imported."
					error={fill.error("leave")}
				>
					{(wiring) => (
						<Textarea
							{...wiring}
							mono
							spellCheck={false}
							disabled={disabled}
							defaultValue={fill.text("leave")}
						/>
					)}
				</Field>
			) : null}
		</fieldset>
	);
};

const help = ({ found, why, place }: Question) => (
	<>
		{why}
		{found ? (
			<>
				{" "}
				Found: <Mono className="wrap-anywhere">{found}</Mono>
			</>
		) : null}
		{place?.file ? (
			<>
				{" "}
				<Mono className="wrap-anywhere">
					{place.file}
					{place.line === null ? "" : `:${place.line}`}
				</Mono>
			</>
		) : null}
	</>
);

/** One thing that only a person can say. */
export const Decision = ({ asked, offer, fill, disabled }: Of & { asked: Question }) => {
	const name = fieldOf(asked.setting);
	const label = asked.setting === "administrator" ? "Mailman administrator" : asked.what;
	const names = /^\w*[A-Z_]\w*$/.test(label) || /^[a-z_]+$/.test(label);
	return (
		<Field
			name={name}
			label={names ? <Mono>{label}</Mono> : label}
			help={help(asked)}
			error={fill.error(name)}
			className="max-w-prose"
		>
			{(wiring) =>
				asked.kind === "installation" ? (
					<Select {...wiring} mono disabled={disabled} defaultValue={fill.text(name)}>
						<option value="">Choose</option>
						<option value={LEAVE_OUT}>Leave out its domains</option>
						{offer.prefixes.map((prefix) => (
							<option key={prefix} value={prefix}>
								{prefix}
							</option>
						))}
					</Select>
				) : (
					<Input
						{...wiring}
						mono
						autoComplete="off"
						spellCheck={false}
						disabled={disabled}
						defaultValue={fill.text(name)}
					/>
				)
			}
		</Field>
	);
};
