export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** The theme a cookie names; `system` for anything else. */
export const readTheme = (cookie: string | undefined): Theme =>
	THEMES.find((theme) => theme === cookie) ?? "system";
