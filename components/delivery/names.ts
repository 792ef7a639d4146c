import type { FieldNames } from "@/components/ui/conflict-notice";

const onOff = (label: string) => ({ label, say: { on: "on", "": "off" } });

/** The delivery forms' fields, as a person knows them. */
export const DELIVERY_NAMES: FieldNames = {
	own: { label: "VERP settings", say: { host: "as the host", own: "of its own" } },
	strategy: { label: "VERP", say: { off: "off", mailman: "by Mailman", exim: "by Exim" } },
	interval: "VERP_DELIVERY_INTERVAL",
	passwordReminders: onOff("VERP_PASSWORD_REMINDERS"),
	confirmations: onOff("VERP_CONFIRMATIONS"),
	personalizedDeliveries: onOff("VERP_PERSONALIZED_DELIVERIES"),
	probes: onOff("VERP_PROBES"),
	ownersCanPersonalize: onOff("OWNERS_CAN_ENABLE_PERSONALIZATION"),
	smtpMaxRcpts: "SMTP_MAX_RCPTS",
	smtpMaxSessionsPerConnection: "SMTP_MAX_SESSIONS_PER_CONNECTION",
	acceptQueuePerConnection: "smtp_accept_queue_per_connection",
	remoteMaxParallel: "remote_max_parallel",
	queueRunMax: "queue_run_max",
	acceptMax: "smtp_accept_max",
	recipientsMax: "recipients_max",
	retryWaitMinutes: "DELIVERY_RETRY_WAIT, in minutes",
};
