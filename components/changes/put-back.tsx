import { Card, CardTitle } from "@/components/ui/card";
import type { DriftItem } from "@/lib/core/host/events";
import { DeployForm } from "./deploy-form";
import { DriftNotice } from "./drift-notice";

/** Nothing was changed here, but on the host: the live release can be deployed once more over that. */
export const PutBack = ({
	hostId,
	live,
	nextNumber,
	drift,
	disabledReason,
}: {
	hostId: string;
	live: { number: number; id: string };
	nextNumber: number;
	drift: readonly DriftItem[];
	disabledReason: string | null;
}) => (
	<Card aria-label="Deploy" className="max-w-2xl">
		<CardTitle>Release {live.number} once more</CardTitle>
		<div className="grid gap-4">
			<p>
				What is wanted is what release {live.number} says, and the host has something else. Release{" "}
				{nextNumber} would be the same again, with every check.
			</p>
			<DriftNotice hostId={hostId} drift={drift} />
			<DeployForm
				hostId={hostId}
				reviewed={live.id}
				live={live.id}
				number={nextNumber}
				canRevert
				replacesDrift
				disabledReason={disabledReason}
			/>
		</div>
	</Card>
);
