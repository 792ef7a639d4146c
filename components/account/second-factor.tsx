"use client";

import { PasswordField } from "@/components/session/password-field";
import { Card, CardTitle } from "@/components/ui/card";
import { FormOutcome } from "@/components/ui/edit-form";
import { Field, Input } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { PlainForm } from "@/components/ui/plain-form";
import { Badge } from "@/components/ui/status";
import { SubmitButton } from "@/components/ui/submit-button";
import { untouched } from "@/lib/kernel/form-state";
import {
	beginSecondFactorAction,
	endSecondFactorAction,
	proveSecondFactorAction,
	renewBackupCodesAction,
} from "@/lib/session/account-actions";
import { noSecondFactor, type SecondFactorState } from "@/lib/session/account-state";

const BackupCodes = ({ codes }: { codes: SecondFactorState["backupCodes"] }) =>
	codes.length === 0 ? null : (
		<div className="grid gap-1">
			<p className="font-medium">Backup codes</p>
			<p className="text-muted">
				Each signs you in once without the app. They are not shown again: print them, or keep them where your
				passwords are.
			</p>
			<ul className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-sunken p-3 sm:max-w-sm">
				{codes.map((code) => (
					<li key={code}>
						<Mono>{code}</Mono>
					</li>
				))}
			</ul>
		</div>
	);

/** The key in groups of four, as people read it aloud. */
const grouped = (key: string) => key.match(/.{1,4}/g)?.join(" ") ?? key;

const Prove = () => (
	<PlainForm action={proveSecondFactorAction} initial={untouched} className="grid max-w-md gap-3">
		{(fill) => (
			<>
				<Field name="code" label="Code your app shows" error={fill.error("code")}>
					{(wiring) => <Input {...wiring} mono inputMode="numeric" autoComplete="one-time-code" required />}
				</Field>
				<FormOutcome state={fill.state} />
				<div>
					<SubmitButton working="Checking…">Use it from now on</SubmitButton>
				</div>
			</>
		)}
	</PlainForm>
);

const SetUp = () => (
	<div className="grid gap-4">
		<PlainForm action={beginSecondFactorAction} initial={noSecondFactor} className="grid gap-4">
			{(fill, { setUp, backupCodes }) =>
				setUp ? (
					<>
						<div className="grid gap-1">
							<p className="font-medium">Key for your app</p>
							<p className="text-muted">
								Type it into the app as a key that depends on the time, or{" "}
								<a href={setUp.uri} className="underline underline-offset-4">
									open it in an app on this device
								</a>
								.
							</p>
							<p className="rounded-md bg-sunken p-3">
								<Mono className="break-all">{grouped(setUp.key)}</Mono>
							</p>
						</div>
						<BackupCodes codes={backupCodes} />
					</>
				) : (
					<div className="grid max-w-md gap-4">
						<PasswordField
							name="password"
							id="second-factor-password"
							label="Password"
							error={fill.error("password")}
						/>
						<FormOutcome state={fill.state} />
						<div>
							<SubmitButton working="Making a key…">Set up a second factor</SubmitButton>
						</div>
					</div>
				)
			}
		</PlainForm>
		<details>
			<summary className="cursor-pointer text-muted hover:text-text">I have added the key to my app</summary>
			<div className="pt-3">
				<Prove />
			</div>
		</details>
	</div>
);

const Change = () => (
	<div className="grid gap-6">
		<PlainForm action={renewBackupCodesAction} initial={noSecondFactor} className="grid max-w-md gap-3">
			{(fill, { backupCodes }) => (
				<>
					<PasswordField
						name="password"
						id="renew-password"
						label="Password"
						error={fill.error("password")}
					/>
					<FormOutcome state={fill.state} />
					<BackupCodes codes={backupCodes} />
					<div>
						<SubmitButton look="plain" working="Making codes…">
							Make new backup codes
						</SubmitButton>
					</div>
				</>
			)}
		</PlainForm>
		<details>
			<summary className="cursor-pointer text-muted hover:text-text">Give the second factor up</summary>
			<PlainForm action={endSecondFactorAction} initial={untouched} className="grid max-w-md gap-3 pt-3">
				{(fill) => (
					<>
						<PasswordField
							name="password"
							id="end-password"
							label="Password"
							error={fill.error("password")}
						/>
						<FormOutcome state={fill.state} />
						<div>
							<SubmitButton look="danger" working="Removing…">
								Sign in by password alone
							</SubmitButton>
						</div>
					</>
				)}
			</PlainForm>
		</details>
	</div>
);

/** A code of an app beside the password: set up, proved, renewed, given up. */
export const SecondFactor = ({ on }: { on: boolean }) => (
	<Card aria-label="Second factor" id="second-factor">
		<CardTitle aside={on ? <Badge tone="success">on</Badge> : <Badge>off</Badge>}>Second factor</CardTitle>
		<p className="mb-3 max-w-prose text-muted">
			Signing in then takes your password and a code that an app on your phone or computer shows (TOTP). Who
			learns the password alone can do nothing with it.
		</p>
		{on ? <Change /> : <SetUp />}
	</Card>
);
