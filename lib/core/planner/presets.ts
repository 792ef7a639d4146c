import type { DeliveryTuning } from "../system/tuning";
import type { VerpStrategy } from "../system/verp";

/** Settings that suit a kind of host, to begin from. The numbers stay visible and can be changed. */
export type Preset = {
	id: "small-lists" | "announcements" | "many-lists" | "thin-uplink" | "provider-limit";
	title: string;
	/** Whom it is for. */
	suits: string;
	/** Why these numbers. */
	why: string;
	strategy: VerpStrategy;
	tuning: DeliveryTuning;
};

/** Every message on a connection is delivered at once: Mailman's limit and Exim's are one number (facts, section 1). */
const tuning = (smtpMaxRcpts: number, perConnection: number): DeliveryTuning => ({
	smtpMaxRcpts,
	smtpMaxSessionsPerConnection: perConnection,
	acceptQueuePerConnection: perConnection,
});

export const PRESETS: readonly Preset[] = [
	{
		id: "small-lists",
		title: "Small lists",
		suits: "Discussion lists of up to a few hundred members.",
		why: "The HOWTO's numbers. 15 recipients on a message keep the delay of the first member short, and Exim names the member in every bounce.",
		strategy: "exim",
		tuning: tuning(15, 30),
	},
	{
		id: "announcements",
		title: "Announcements to 20,000",
		suits: "One large list with few posts.",
		why: "50 recipients on a message: 400 messages instead of 20,000, at the best whole time that was measured.",
		strategy: "exim",
		tuning: tuning(50, 100),
	},
	{
		id: "many-lists",
		title: "Many lists",
		suits: "Hundreds of lists that post all day.",
		why: "Fewer messages on the queue for each post, and short connections, so that no post keeps others waiting.",
		strategy: "exim",
		tuning: tuning(25, 20),
	},
	{
		id: "thin-uplink",
		title: "Thin uplink",
		suits: "A host whose line to the outside is the limit.",
		why: "Without VERP members at one receiver share one transmission of the message; VERP would send it once for each member. One transmission of a message at a time and two queue runners leave each enough of the line to finish.",
		strategy: "off",
		tuning: { ...tuning(100, 30), remoteMaxParallel: 1, queueRunMax: 2 },
	},
	{
		id: "provider-limit",
		title: "Provider's recipient limit",
		suits: "A host whose provider counts recipients or messages an hour.",
		why: "Five recipients on a message, sent one after the other by a single queue runner: what a limit turns away is small, waits on the queue and is tried again on its own.",
		strategy: "exim",
		tuning: { ...tuning(5, 30), remoteMaxParallel: 1, queueRunMax: 1 },
	},
];
