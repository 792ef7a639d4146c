import { type DoctorCheck, finding } from "../check";

const whole = (text: unknown): number | null =>
	typeof text === "number" ? text : typeof text === "string" && /^\d+$/.test(text) ? Number(text) : null;

/** More messages on a connection than Exim delivers at once: the rest wait for a queue run. */
export const queueMode: DoctorCheck = {
	id: "queue-mode",
	title: "Exim delivers every message of a connection at once",
	source: 'HOWTO, "Possible Problems"',
	look: ({ installations, options }) => {
		const accepts = whole(options.smtp_accept_queue_per_connection);
		if (accepts === null || accepts === 0) return [];
		return installations.flatMap((one) => {
			const sends = whole(one.values?.SMTP_MAX_SESSIONS_PER_CONNECTION);
			if (sends === null || (sends > 0 && sends <= accepts)) return [];
			const many = sends === 0 ? "any number of messages" : `${sends} messages`;
			return [
				finding(
					"problem",
					"queue-mode",
					`Mailman in ${one.prefix} sends ${many} on one connection, and Exim delivers the first ${accepts} at once; the others wait for a queue run.`,
					`Set SMTP_MAX_SESSIONS_PER_CONNECTION to ${accepts} or less, or smtp_accept_queue_per_connection to more.`,
					{ setting: one.id === null ? null : "tuning.smtpMaxSessionsPerConnection" },
				),
			];
		});
	},
};
