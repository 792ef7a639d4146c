"use client";

import type { ReactNode } from "react";
import type { FieldNames } from "@/components/ui/conflict-notice";
import { EditForm, type Fill, SaveRow } from "@/components/ui/edit-form";
import { Field, Input, Select } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { readableDomain } from "@/lib/core/system/readable";
import { addInstallationAction, changeInstallationAction } from "@/lib/installations/actions";

const NAMES: FieldNames = {
	id: "Name",
	prefix: "Prefix",
	user: "User",
	group: "Group",
	python: "Interpreter",
	webHost: "Web host",
	mailHost: { label: "Mail host", say: { "": "the first of its domains" } },
};

type Disabled = { disabled: boolean };

/** A text field of the installation, filled and wired. */
const TextField = ({
	fill,
	name,
	label,
	help,
	readOnly,
	disabled,
}: Disabled & { fill: Fill; name: string; label: string; help: ReactNode; readOnly?: boolean }) => (
	<Field name={name} label={label} help={help} error={fill.error(name)}>
		{(wiring) => (
			<Input
				{...wiring}
				mono
				required
				spellCheck={false}
				autoCapitalize="none"
				autoComplete="off"
				readOnly={readOnly}
				disabled={disabled}
				defaultValue={fill.text(name)}
			/>
		)}
	</Field>
);

/** DEFAULT_EMAIL_HOST: one of the installation's domains, chosen where they can all be shown. */
function MailHostField({
	fill,
	domains,
	disabled,
}: Disabled & { fill: Fill; domains: { names: readonly string[]; total: number } }) {
	const chosen = fill.text("mailHost");
	// A refused or no longer present choice stays visible as what it is.
	const names = chosen && !domains.names.includes(chosen) ? [chosen, ...domains.names] : domains.names;
	const help = (
		<>
			<Mono>DEFAULT_EMAIL_HOST</Mono>: the domain in the addresses of new lists. Lists that exist keep their{" "}
			<Mono>host_name</Mono>.
		</>
	);
	return (
		<Field name="mailHost" label="Mail host" help={help} error={fill.error("mailHost")}>
			{(wiring) =>
				domains.total > domains.names.length ? (
					<Input
						{...wiring}
						mono
						disabled={disabled}
						defaultValue={chosen}
						placeholder="the first of its domains"
					/>
				) : (
					<Select key={chosen} {...wiring} mono disabled={disabled} defaultValue={chosen}>
						<option value="">the first of its domains</option>
						{names.map((name) => (
							<option key={name} value={name}>
								{readableDomain(name)}
							</option>
						))}
					</Select>
				)
			}
		</Field>
	);
}

/** Adds an installation, or edits the one that has `revision`. */
export function InstallationForm({
	hostId,
	fields,
	revision,
	domains,
	mayNot,
	goTo,
}: {
	hostId: string;
	fields: Readonly<Record<string, string>>;
	/** Null for one that isn't there yet. */
	revision: number | null;
	domains: { names: readonly string[]; total: number };
	mayNot: string | null;
	/** Where to go once it is saved, where that is another page than the one it is edited on by itself. */
	goTo?: string;
}) {
	const isNew = revision === null;
	const disabled = mayNot !== null;
	const here = goTo ?? `/hosts/${hostId}/mailman/${isNew ? "new" : fields.id}`;
	return (
		<EditForm
			action={isNew ? addInstallationAction : changeInstallationAction}
			hostId={hostId}
			{...(isNew ? {} : { revision })}
			fields={fields}
			hidden={goTo ? { goTo } : {}}
			names={NAMES}
			here={here}
			className="grid max-w-3xl gap-4"
		>
			{(fill) => (
				<>
					<div className="grid gap-4 sm:grid-cols-2">
						<TextField
							{...{ fill, disabled }}
							name="id"
							label="Name"
							readOnly={!isNew}
							help={
								isNew
									? "How it is called here, as in example-com. It can't be changed later."
									: "Can't be changed: deployments and comments in the files refer to it."
							}
						/>
						<TextField
							{...{ fill, disabled }}
							name="prefix"
							label="Prefix"
							help={
								<>
									The directory with <Mono>lists/</Mono>, <Mono>mail/mailman</Mono> and{" "}
									<Mono>bin/mailmanctl</Mono>.
								</>
							}
						/>
						<TextField
							{...{ fill, disabled }}
							name="user"
							label="User"
							help="Exim runs Mailman's wrapper as this user."
						/>
						<TextField
							{...{ fill, disabled }}
							name="group"
							label="Group"
							help={
								<>
									What Mailman's configure was told with <Mono>--with-mail-gid</Mono>. Another group makes the
									wrapper refuse every message.
								</>
							}
						/>
						<TextField
							{...{ fill, disabled }}
							name="python"
							label="Interpreter"
							help="The Python this installation runs with, as in /usr/bin/python2."
						/>
						<TextField
							{...{ fill, disabled }}
							name="webHost"
							label="Web host"
							help={
								<>
									<Mono>DEFAULT_URL_HOST</Mono>: the host in the addresses of its web pages.
								</>
							}
						/>
						{isNew ? null : <MailHostField {...{ fill, disabled, domains }} />}
					</div>
					<SaveRow fill={fill} mayNot={mayNot}>
						{isNew ? "Add the installation" : "Save"}
					</SaveRow>
				</>
			)}
		</EditForm>
	);
}
