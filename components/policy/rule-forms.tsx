"use client";

import { EditForm, FormOutcome, SaveRow } from "@/components/ui/edit-form";
import { Status } from "@/components/ui/status";
import { SwitchButton } from "@/components/ui/switch-button";
import type { RuleParameter } from "@/lib/core/policy/rule";
import { changeRuleAction } from "@/lib/policy/actions";
import { Parameters } from "./rule-parameters";

/** What both forms of a rule need to know of it. */
export type RuleInForm = {
	id: string;
	title: string;
	on: boolean;
	fields: Readonly<Record<string, string>>;
	seen: string;
	parameters: readonly RuleParameter[];
	mayNotSwitch: string | null;
	mayNot: string | null;
};
type Props = {
	hostId: string;
	revision: number;
	rule: RuleInForm;
	/** The page's own address. */
	here: string;
};

const namesOf = (rule: RuleInForm) => ({
	on: { label: "Switch", say: { true: "on", false: "off" } },
	...Object.fromEntries(rule.parameters.map(({ name, label }) => [name, label])),
});

/** The rule's switch: pressing it saves it. */
export const RuleSwitch = ({ hostId, revision, rule, here }: Props) => (
	<EditForm
		action={changeRuleAction}
		hostId={hostId}
		revision={revision}
		hidden={{ rule: rule.id, seen: rule.seen }}
		fields={{ on: String(rule.on) }}
		names={namesOf(rule)}
		here={here}
		className="grid gap-2"
	>
		{(fill) => (
			<>
				<SwitchButton on={rule.on} label={rule.title} disabledReason={rule.mayNotSwitch} />
				{fill.error("on") ? (
					<p role="alert">
						<Status tone="danger">{fill.error("on")}</Status>
					</p>
				) : (
					<FormOutcome state={fill.state} />
				)}
			</>
		)}
	</EditForm>
);

/** The rule's numbers and texts. */
export const RuleParameters = ({ hostId, revision, rule, here }: Props) => (
	<EditForm
		action={changeRuleAction}
		hostId={hostId}
		revision={revision}
		hidden={{ rule: rule.id, seen: rule.seen }}
		fields={rule.fields}
		names={namesOf(rule)}
		here={here}
		className="grid gap-3"
	>
		{(fill) => (
			<>
				<Parameters rule={rule.id} parameters={rule.parameters} fill={fill} disabled={rule.mayNot !== null} />
				<SaveRow fill={fill} mayNot={rule.mayNot} look="plain">
					Save
				</SaveRow>
			</>
		)}
	</EditForm>
);
