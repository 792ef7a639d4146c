import { Card, CardTitle } from "@/components/ui/card";
import { LogLines, Mono } from "@/components/ui/mono";
import { Notice, Status } from "@/components/ui/status";
import type { loadDraft } from "@/lib/drafts/loaders";
import { AskKeysAgain, ConfirmKeys } from "./draft-forms";

type Loaded = Awaited<ReturnType<typeof loadDraft>>;

/** The key that the host shows, what to compare it with, and the person's word that it is the same. */
export const HostKey = ({ draft, confirmed, offered, before }: Omit<Loaded, "onHost">) => (
	<Card aria-label="The host's key">
		<CardTitle
			aside={
				confirmed ? <Status tone="success">Confirmed</Status> : <Status tone="warning">Not confirmed</Status>
			}
		>
			1. The host's key
		</CardTitle>
		<div className="grid gap-4">
			{before.length > 0 ? (
				<Notice tone="danger" title="This is not the key that was confirmed before">
					<p>
						Before: <Mono className="break-all">{before.join(", ")}</Mono>
					</p>
					<p>
						Now: <Mono className="break-all">{offered.map((key) => key.fingerprint).join(", ")}</Mono>
					</p>
					<p>
						Another machine may be answering in its place. Don't go on unless the host was installed anew or
						given new keys.
					</p>
				</Notice>
			) : null}
			{offered.map((key) => (
				<div key={key.fingerprint} className="grid gap-2">
					<p>
						It shows this <Mono>{key.kind}</Mono> key:
					</p>
					<LogLines lines={[key.fingerprint]} label="Fingerprint of the host's key" />
					{confirmed ? null : (
						<>
							<p>
								Anybody on the way could show a key. At the host's own console, or in a session that you
								trust, type this and compare:
							</p>
							<LogLines lines={[key.command]} label="Command that shows the fingerprint at the host" />
						</>
					)}
				</div>
			))}
			{confirmed ? null : <ConfirmKeys draft={draft} differs={before.length > 0} />}
			<AskKeysAgain draft={draft} />
		</div>
	</Card>
);
