import { describe, expect, it } from "vitest";
import { formValues, withoutSecrets } from "./form-state";

describe("what goes back to the browser after a refusal", () => {
	it("is what was typed, several values of one name as a list", () => {
		const form = new FormData();
		form.append("name", "a");
		form.append("list", "one");
		form.append("list", "two");
		form.append("$ACTION_REF_1", "");
		expect(formValues(form)).toEqual({ name: "a", list: ["one", "two"] });
	});

	it("is never a password", () => {
		const typed = { email: "a@example.com", password: "s", newPassword: "t" };
		expect(withoutSecrets(typed)).toEqual({ email: "a@example.com" });
	});

	it("is a setting about passwords, which is no secret", () => {
		expect(withoutSecrets({ passwordReminders: "on" })).toEqual({ passwordReminders: "on" });
	});
});
