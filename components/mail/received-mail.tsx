import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Badge } from "@/components/ui/status";
import type { ReceivedMessage } from "@/lib/core/host/events";
import { headerField, memberOf, messageKey } from "@/lib/mail/schema";

/** What wrappers and the sink received, newest first, each with its envelope sender. */
export const ReceivedMail = ({ messages }: { messages: readonly ReceivedMessage[] }) =>
	messages.length === 0 ? (
		<EmptyState title="Nothing was received yet">
			Send a message above. One for a list arrives at its wrapper; one as Mailman to somebody elsewhere
			arrives at the sink, where its envelope sender shows whether VERP is done.
		</EmptyState>
	) : (
		<ol aria-label="Received messages" className="rounded-lg border bg-surface">
			{messages.map((message, index) => (
				<Message key={messageKey(message, messages.length - index)} message={message} />
			))}
		</ol>
	);

function Message({ message }: { message: ReceivedMessage }) {
	const { at, sender, recipients, delivery, headers, bytes } = message;
	const member = memberOf(sender);
	return (
		<li className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b px-4 py-3 wrap-anywhere last:border-b-0">
			<div className="flex flex-wrap items-center gap-x-3 gap-y-1">
				<span className="font-medium break-words">{headerField(headers, "Subject") ?? "(no subject)"}</span>
				<span className="ml-auto text-mono text-muted">
					<RelativeTime at={at} /> · {bytes.toLocaleString("en")} bytes
				</span>
			</div>
			<dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4 gap-y-1 max-sm:grid-cols-1 max-sm:gap-y-0">
				<dt className="text-muted">Envelope sender</dt>
				<dd className="font-mono text-mono font-medium break-all">
					{sender === "" ? "<>" : sender}
					{member ? (
						<span className="ml-2 font-sans font-normal text-muted">
							<Badge tone="info">VERP</Badge> names {member}
						</span>
					) : null}
				</dd>
				<dt className="text-muted">{recipients.length === 1 ? "Recipient" : "Recipients"}</dt>
				<dd className="font-mono text-mono break-all">{recipients.join(", ")}</dd>
				<dt className="text-muted">Arrived at</dt>
				<dd className="flex flex-wrap items-center gap-x-2 gap-y-1 font-mono text-mono break-all">
					{delivery ? (
						<>
							{delivery.prefix}/mail/mailman {delivery.command} {delivery.list}
							{delivery.simulated ? <Badge title="A stand-in for Mailman's wrapper">simulated</Badge> : null}
						</>
					) : (
						<>
							<span className="font-sans">the sink, in place of the world</span>
							<Badge title="Takes all remote mail of this rehearsal host">simulated</Badge>
						</>
					)}
				</dd>
			</dl>
			<details>
				<summary className="min-h-7 cursor-pointer text-xs leading-7 text-muted">Header</summary>
				<pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-mono whitespace-pre-wrap break-words">
					{headers}
				</pre>
			</details>
		</li>
	);
}
