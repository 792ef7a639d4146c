import { type FormState, untouched } from "@/lib/kernel/form-state";

/** What inviting somebody tells its form: also the link, which is shown this once. */
export type LinkState = FormState & { link: string | null };

export const noLink: LinkState = { ...untouched, link: null };
