import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "./console";

const root = () => process.env.LISTKEEPER_REHEARSAL_ROOT ?? "";
const wrapper = () => path.join(root(), "srv/com/mailman/mail/mailman");

test("what is known to go wrong is looked for, told with its remedy, and looked for again at one press", async ({
	console,
}) => {
	const { page } = console;
	const doctor = page.getByRole("region", { name: "Doctor" });
	const whole = readFileSync(wrapper(), "utf8");
	await console.open("overview");
	await expect(doctor.getByText(/^All \d+ checks are well$/)).toBeVisible();
	try {
		writeFileSync(wrapper(), whole.replace(/^group=.*$/m, "group=list"));
		await doctor.getByRole("button", { name: "Check again" }).click();
		await expect(doctor.getByText("One check found a problem")).toBeVisible();
		await expect(doctor).toContainText("was built for group list, and Exim would call it as");
		await expect(doctor).toContainText("every post bounces");
		await expect(doctor).toContainText("Set the installation's group to list.");
		await expect(doctor.getByRole("link", { name: /^installations\./ })).toHaveAttribute("href", /\/mailman/);
		await doctor.getByText("What was looked at").click();
		await expect(
			doctor.getByText("Each wrapper takes mail from its installation's user and group"),
		).toBeVisible();
	} finally {
		writeFileSync(wrapper(), whole);
	}
	await doctor.getByRole("button", { name: "Check again" }).click();
	await expect(doctor.getByText(/^All \d+ checks are well$/)).toBeVisible();
});
