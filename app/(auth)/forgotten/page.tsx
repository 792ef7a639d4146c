import type { Metadata } from "next";
import Link from "next/link";
import { ForgottenForm } from "@/components/session/forgotten-form";
import { Mono } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import { loadResetMail } from "@/lib/team/loaders";

export const metadata: Metadata = { title: "Forgotten password" };

export default async function ForgottenPage() {
	const mail = await loadResetMail();
	return (
		<>
			<div className="grid gap-1">
				<h1 className="text-2xl font-semibold">Forgotten password</h1>
				<p className="text-muted">
					A link to choose a new one is sent by the mail of a host you have a role on. Your second factor
					stays.
				</p>
			</div>
			{mail === "none" ? (
				<Notice tone="warning" title="No host of this console can send mail now" />
			) : (
				<ForgottenForm />
			)}
			{mail === "rehearsal" ? (
				<Notice tone="info" title="This console knows a rehearsal host only">
					<p>Its mail stays on its machine: a link reaches lists there, and no mailbox elsewhere.</p>
				</Notice>
			) : null}
			<p className="text-muted">
				{mail === "none" ? "Whoever" : "If nothing comes within a few minutes: whoever"} runs the console's
				machine makes a link there with <Mono>bin/listkeeper account reset</Mono> and your address.
			</p>
			<p>
				<Link href="/sign-in" className="underline underline-offset-4">
					Sign in
				</Link>
			</p>
		</>
	);
}
