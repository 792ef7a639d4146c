import { Card, CardTitle } from "@/components/ui/card";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { LogLines, Mono } from "@/components/ui/mono";
import { PROGRAM_PATH } from "@/lib/core/host/program";
import type { OnHost as Lines } from "@/lib/drafts/loaders";

/** What has to be on the host before it lets the console in, each with the line to put there. */
export const OnHost = ({ lines, user }: { lines: Lines; user: string }) => (
	<Card aria-label="On the host">
		<CardTitle>2. On the host</CardTitle>
		<ol className="grid list-decimal gap-4 pl-5">
			<li>
				<p>
					The program, at <Mono>{PROGRAM_PATH}</Mono>, and an account <Mono>{user}</Mono> that may start it
					through sudo and may do nothing else. One line in <Mono>/etc/sudoers.d/listkeeper</Mono>:
				</p>
				<LogLines lines={[lines.sudoers]} label="The line for sudoers" />
			</li>
			<li>
				<p>
					The console's key, for this one command: a line at the end of <Mono>.ssh/authorized_keys</Mono> in
					the home directory of <Mono>{user}</Mono>.
				</p>
				{lines.problem ? (
					<DiagnosisNotice diagnosis={lines.problem} />
				) : (
					<LogLines lines={[lines.authorizedKeys]} label="The line for authorized_keys" />
				)}
			</li>
		</ol>
	</Card>
);
