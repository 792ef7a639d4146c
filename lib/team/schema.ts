import { z } from "zod";
import { email, password } from "@/lib/session/schema";

export const ownerForm = z
	.object({
		token: z.string(),
		name: z
			.string()
			.trim()
			.min(1, "The name is empty. The others see it beside what you change.")
			.max(80, "The name is longer than 80 characters. Use a shorter one."),
		email,
		password,
	})
	.refine((form) => form.password.toLowerCase() !== form.email, {
		path: ["password"],
		message: "The password is your e-mail address. Choose another.",
	});
