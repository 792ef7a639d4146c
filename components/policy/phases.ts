import type { Phase } from "@/lib/core/policy/rule";

/** What happens at each step of the SMTP dialogue, for those who don't speak it. */
export const PHASE_WORDS: Readonly<Record<Phase, { name: string; asks: string }>> = {
	connect: { name: "CONNECT", asks: "A host connects. Only its address is known." },
	helo: { name: "HELO", asks: "It says its name." },
	mail: { name: "MAIL", asks: "It names the sender." },
	rcpt: { name: "RCPT", asks: "It names each recipient. What is refused here costs least." },
	data: { name: "DATA", asks: "It sends the message itself." },
};
