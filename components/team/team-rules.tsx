"use client";

import { Card, CardTitle } from "@/components/ui/card";
import { FormOutcome } from "@/components/ui/edit-form";
import { PlainForm } from "@/components/ui/plain-form";
import { SwitchButton } from "@/components/ui/switch-button";
import { untouched } from "@/lib/kernel/form-state";
import { setTeamRuleAction } from "@/lib/team/actions";

const RULES = {
	requireSecondFactor: {
		title: "Everybody needs a second factor",
		help: "Who has none is led to set one up before anything else on this host.",
	},
	fourEyes: {
		title: "Four eyes",
		help: "A deployment needs somebody else's approval of exactly that release. A later change voids it. In an emergency an owner can do without, and the audit says so.",
	},
} as const;
type Rule = keyof typeof RULES;

/** What the host demands of its people. */
export const TeamRules = ({
	hostId,
	on,
	mayNot,
}: {
	hostId: string;
	on: Readonly<Record<Rule, boolean>>;
	mayNot: string | null;
}) => (
	<Card aria-label="Rules for the team" id="rules">
		<CardTitle>Rules for the team</CardTitle>
		<ul className="grid gap-4">
			{(Object.keys(RULES) as Rule[]).map((rule) => (
				<li key={rule}>
					<PlainForm
						action={setTeamRuleAction}
						initial={untouched}
						hidden={{ hostId, rule }}
						className="grid gap-2"
					>
						{(fill) => (
							<>
								<div className="flex items-start gap-3">
									<SwitchButton on={on[rule]} label={RULES[rule].title} disabledReason={mayNot} />
									<div>
										<p className="font-medium">{RULES[rule].title}</p>
										<p className="text-muted">{RULES[rule].help}</p>
									</div>
								</div>
								{fill.state.status === "done" ? null : <FormOutcome state={fill.state} />}
							</>
						)}
					</PlainForm>
				</li>
			))}
		</ul>
	</Card>
);
