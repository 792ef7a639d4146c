"use client";

import { Card, CardTitle } from "@/components/ui/card";
import { FormOutcome } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { LogLines, Mono } from "@/components/ui/mono";
import { PlainForm } from "@/components/ui/plain-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { PROGRAM_PATH } from "@/lib/core/host/program";
import { addLocalAction } from "@/lib/hosts/actions";
import { untouched } from "@/lib/kernel/form-state";
import { FailedChecks } from "./failed-checks";

type Way = { through: "sudo" | "socket"; account: string; sudoers: string };

/** The one line for sudo, with what there is to say about the account that the console runs as. */
const SudoLine = ({ account, sudoers }: Pick<Way, "account" | "sudoers">) => (
	<>
		{account === "root" ? (
			<p>
				Nothing more for sudo: the console runs as <Mono>root</Mono>, which may do everything. An account of
				its own is better, with one line for sudo that is all it may do.
			</p>
		) : account === "listkeeper" ? (
			<p>
				One line for sudo, which lets <Mono>{account}</Mono> start that program and nothing else.{" "}
				<Mono>bin/install</Mono> has put it there; this is to compare.
			</p>
		) : (
			<p>
				One line for sudo, which lets <Mono>{account}</Mono> start that program and nothing else. Write it
				with <Mono>sudo visudo -f /etc/sudoers.d/listkeeper-console</Mono>: the one that{" "}
				<Mono>bin/install</Mono> puts there is for the account <Mono>listkeeper</Mono>.
			</p>
		)}
		{account === "root" ? null : <LogLines lines={[sudoers]} label="The line for sudoers" />}
	</>
);

/** What has to be on this machine first, each with what puts it there. */
export const OnThisMachine = ({ through, account, sudoers }: Way) => (
	<Card aria-label="On this machine">
		<CardTitle>1. On this machine</CardTitle>
		<ol className="grid list-decimal gap-4 pl-5">
			<li>
				<p>
					The program, at <Mono>{PROGRAM_PATH}</Mono>
					{through === "socket" ? ", and the socket at which this console asks it" : ""}. In the directory of
					Listkeeper's checkout:
				</p>
				<LogLines lines={["sudo bin/install"]} label="The command that installs the program" />
			</li>
			{through === "sudo" ? (
				<li>
					<SudoLine account={account} sudoers={sudoers} />
				</li>
			) : null}
		</ol>
	</Card>
);

/** Connects to this machine and adds it; beside the check that fails, why and what to do. */
export const AddThisMachine = ({ name, through }: { name: string; through: Way["through"] }) => (
	<Card aria-label="Check">
		<CardTitle>2. Connect and check</CardTitle>
		<PlainForm
			action={addLocalAction}
			initial={untouched}
			fields={{ name }}
			className="grid max-w-prose gap-4"
		>
			{(fill) => (
				<>
					<Field
						name="name"
						label="Name"
						help="What people here call it, as in lists-1."
						error={fill.error("name")}
					>
						{(wiring) => <Input {...wiring} required maxLength={60} defaultValue={fill.text("name")} />}
					</Field>
					{fill.state.diagnosis ? (
						<FailedChecks through={through} diagnosis={fill.state.diagnosis} />
					) : (
						<FormOutcome state={fill.state} />
					)}
					<div>
						<SubmitButton working="Connecting…">
							{fill.state.diagnosis ? "Check again" : "Connect and check"}
						</SubmitButton>
					</div>
				</>
			)}
		</PlainForm>
	</Card>
);
